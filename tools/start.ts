import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onStopSignals, SIGNAL_EXIT_CODES } from '../packages/live-claims/src/cli/operator.ts';
import { createProgress, type Progress } from '../packages/live-claims/src/cli/progress.ts';
import { watchFunctions } from './build.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo-people.ts';
import { holdsExport } from './emulators/data-folder.ts';
import { logEvent } from './emulators/emulator-log.ts';
import { HOST } from './emulators/firebase-config.ts';
import { warmCallables } from './emulators/functions-emulator.ts';
import { assertFree, freePort } from './emulators/ports.ts';
import { STATE_FOLDER } from './emulators/root.ts';
import { runLogFile } from './emulators/run-log.ts';
import { type Stack, startStack } from './emulators/stack.ts';
import { formatStackError, type StackError } from './emulators/stack-error.ts';
import { parseStartOptions, START_HELP, type StartOptions } from './start-options.ts';
import { startSummary } from './start-summary.ts';
import { startWebDev, type WebDev } from './web-dev.ts';

const WEB_PORT = 5173;
const MEGABYTE = 1_000_000;

/** Undoes, last first, what a start has done so far. */
type Undo = () => Promise<unknown> | unknown;

/** `npm start`: comes back when everything has ended; 0 when a person asked for the end. */
export async function main(args: readonly string[]): Promise<number> {
  const options = parseStartOptions(args, holdsExport);
  if (options.help) {
    console.log(START_HELP);
    return 0;
  }
  const progress = createProgress(options.verbose ? { animated: false } : {});
  const undo: Undo[] = [];
  const asked = new AbortController();
  const stopListening = onStopSignals({
    stop: () => asked.abort(),
    // Whatever this process has started ends with it: the stack by its `kill` on exit, a stack that
    // is still starting and Vite when their line to this process closes.
    force: (signal) => process.exit(SIGNAL_EXIT_CODES[signal]),
  });
  try {
    const { stack, web } = await bringUp(options, progress, asked.signal, undo);
    const death = await Promise.race([stack.exited, web.exited, whenAborted(asked.signal)]);
    if (death) throw death;
  } catch (error) {
    if (!asked.signal.aborted) throw error;
  } finally {
    await takeDown(undo, progress, asked.signal.aborted);
    stopListening();
  }
  return 0;
}

async function bringUp(
  options: StartOptions,
  progress: Progress,
  signal: AbortSignal,
  undo: Undo[],
): Promise<{ readonly stack: Stack; readonly web: WebDev }> {
  if (!options.freePorts) {
    // The browser may take "localhost" for either address.
    await assertFree([{ port: WEB_PORT, purpose: 'the web app', hosts: [HOST, '::1'] }]);
  }
  // Loading the Admin SDK takes a second, which the emulators' start has to spare.
  const seeding = import('./seed.ts');
  seeding.catch(() => {});
  undo.push(await progress.step('Building the functions', () => watchFunctions(reportRebuild)));
  const stack = await progress.step('Starting the emulators', (say) =>
    startStack({
      ports: options.freePorts ? 'free' : 'fixed',
      ui: true,
      logFile: options.freePorts ? runLogFile('start') : path.join(STATE_FOLDER, 'start.log'),
      importFrom: options.importFrom,
      exportTo: options.exportTo,
      signal,
      onDownload: ({ url, size }) =>
        say(`downloading ${path.basename(url)}, ${Math.ceil(size / MEGABYTE)} MB, once`),
      ...(options.verbose ? { onOutput: (chunk) => process.stdout.write(chunk) } : {}),
    }),
  );
  undo.push(() => stack.stop());
  undo.push(stack.onLine(reportReload));

  const webPort = options.freePorts ? await freePort() : WEB_PORT;
  const starting = startWebDev(stack.env, webPort);
  undo.push(() => starting.then((web) => web.end()).catch(() => {}));
  starting.catch(() => {});
  let people = DEMO_PEOPLE;
  if (options.importFrom) {
    const { demoPeopleIn } = await seeding;
    people = await demoPeopleIn(stack.env);
  } else {
    await progress.step('Seeding the demo project', async () => {
      const { seedDemo } = await seeding;
      await whileAlive(stack, signal, (alive) =>
        seedDemo({ stack: stack.env, logFile: stack.logFile, signal: alive }),
      );
    });
  }
  const web = await progress.step('Starting the web app', () => starting);
  void warmCallables(stack.env.LIVE_CLAIMS_FUNCTIONS_HOST, stack.projectId);
  undo.push(buildHostedWeb());
  console.log(
    startSummary({
      webUrl: `http://localhost:${webPort}`,
      uiUrl: stack.uiUrl,
      logFile: path.relative(process.cwd(), stack.logFile),
      people,
      password: DEMO_PASSWORD,
      exportTo: options.exportTo ?? null,
    }),
  );
  return { stack, web };
}

/** Does `work` and gives it up, by the signal that it gets, when the stack ends under it. */
async function whileAlive(
  stack: Stack,
  asked: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const ended = new AbortController();
  const death = stack.exited.then((error) => {
    ended.abort();
    if (error) throw error;
  });
  await Promise.race([work(AbortSignal.any([asked, ended.signal])), death]);
}

/**
 * Builds what the Hosting emulator serves, in the background: no one waits for it to look at the
 * app. Comes back with its undo.
 */
function buildHostedWeb(): Undo {
  const entry = fileURLToPath(new URL('./run.mjs', import.meta.url));
  const build = spawn(process.execPath, [entry, 'build', 'web'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return () => build.kill();
}

function reportRebuild(error: StackError | null): void {
  if (error) console.error(formatStackError(error));
  else console.log('✔  Functions rebuilt; the emulator takes them within two seconds.');
}

/** The Functions emulator reloads edited functions by itself, and says so only in its log. */
function reportReload(line: string): void {
  if (logEvent(line) === 'functions-failed') console.error(`\n${line}\n`);
}

async function takeDown(undo: Undo[], progress: Progress, asked: boolean): Promise<void> {
  const all = async () => {
    const failures: unknown[] = [];
    for (const step of undo.toReversed()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  if (asked) await progress.step('Stopping', all);
  else await all();
}

function whenAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null));
  });
}
