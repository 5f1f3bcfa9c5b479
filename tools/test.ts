import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import {
  onStopSignals,
  SIGNAL_EXIT_CODES,
  type StopSignal,
} from '../packages/live-claims/src/cli/operator.ts';
import { createProgress } from '../packages/live-claims/src/cli/progress.ts';
import { SELECTION_VARIABLE, stacksToEnv } from '../test/support/stacks.ts';
import { buildFunctions, buildWeb } from './build.ts';
import { ROOT } from './emulators/root.ts';
import { runLogFile } from './emulators/run-log.ts';
import { PROJECT_ID, type Stack, startStack } from './emulators/stack.ts';
import { StackError } from './emulators/stack-error.ts';
import { planTests, type TestPlan } from './test-plan.ts';

const VITEST = path.join(
  path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);

/** In bytes. A stack with its functions warm takes up to five gigabytes, a browser one. */
const MEMORY_FOR_TWO = 11e9;

/** Vitest ends its workers itself when it is asked to; then it is waited for no longer. */
const VITEST_ENDS_WITHIN_MS = 5000;

/**
 * `npm test`: builds, brings up stacks of its own beside whatever else runs, runs Vitest on them with
 * the given arguments and takes them down. Comes back with Vitest's exit code. Without arguments it
 * is what every change needs, with `--full` (`npm run test:full`) everything.
 */
export async function main(args: readonly string[]): Promise<number> {
  const plan = planTests(args);
  const asked = new AbortController();
  let by: StopSignal | null = null;
  const stopListening = onStopSignals({
    stop(signal) {
      by = signal;
      asked.abort();
    },
    force: (signal) => process.exit(SIGNAL_EXIT_CODES[signal]),
  });
  let stacks: readonly Stack[] = [];
  try {
    stacks = plan.stack ? await bringUp(plan, asked.signal) : [];
    const code = await runVitest(plan, stacks, asked.signal);
    const logs = stacks.map(({ logFile }) => logFile);
    if (code === 0) for (const log of logs) rmSync(log, { force: true });
    if (code !== 0 && logs.length > 0) {
      const paths = logs.map((log) => path.relative(process.cwd(), log)).join(', ');
      console.error(`  What the emulators printed meanwhile: ${paths}\n`);
    }
    return by ? SIGNAL_EXIT_CODES[by] : code;
  } catch (error) {
    if (by && error instanceof StackError) return SIGNAL_EXIT_CODES[by];
    throw error;
  } finally {
    await Promise.all(stacks.map((stack) => stack.stop()));
    stopListening();
  }
}

async function bringUp(plan: TestPlan, signal: AbortSignal): Promise<readonly Stack[]> {
  const progress = createProgress();
  await progress.step('Building the functions', buildFunctions);
  if (plan.web) await progress.step('Building the web app', () => buildWeb(PROJECT_ID));
  const count = plan.manyFiles ? stacksThatFit() : 1;
  const title = count === 1 ? 'Starting the emulators' : `Starting the emulators, ${count} times`;
  return progress.step(title, async (say) => {
    const starts = Array.from({ length: count }, (_, index) =>
      startStack({
        ports: 'free',
        brief: true,
        logFile: runLogFile(index === 0 ? 'test' : `test-stack-${index + 1}`),
        signal,
        onDownload: ({ url }) => say(`downloading ${path.basename(url)}, once`),
      }),
    );
    const outcomes = await Promise.allSettled(starts);
    const stacks = outcomes.flatMap((outcome) => ('value' in outcome ? [outcome.value] : []));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (!failure) return stacks;
    await Promise.all(stacks.map((stack) => stack.stop()));
    throw failure.reason;
  });
}

/** A second stack makes use of a second core, where there is memory for it. */
function stacksThatFit(): number {
  return availableParallelism() > 1 && totalmem() >= MEMORY_FOR_TWO ? 2 : 1;
}

/** @throws {StackError} `stack-died` when a stack ends under the tests. */
async function runVitest(
  { args, selection }: TestPlan,
  stacks: readonly Stack[],
  signal: AbortSignal,
): Promise<number> {
  const envs = stacks.map(({ env }) => env);
  const vitest = spawn(process.execPath, [VITEST, 'run', ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      // The web app's production build has left NODE_ENV=production in this process.
      NODE_ENV: 'test',
      ...stacksToEnv(envs),
      [SELECTION_VARIABLE]: selection,
    },
    stdio: 'inherit',
  });
  const exit = new Promise<number>((resolve) => {
    vitest.once('exit', (code) => resolve(code ?? 1));
  });
  const onAbort = () => void endVitest(vitest, exit);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const outcome = await Promise.race([exit, ...stacks.map(({ exited }) => exited)]);
    if (typeof outcome === 'number') return outcome;
    await endVitest(vitest, exit);
    if (outcome) throw outcome;
    return await exit;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function endVitest(vitest: ChildProcess, exit: Promise<number>): Promise<void> {
  vitest.kill('SIGTERM');
  const timer = setTimeout(() => vitest.kill('SIGKILL'), VITEST_ENDS_WITHIN_MS);
  await exit;
  clearTimeout(timer);
}
