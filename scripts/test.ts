import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { buildFunctions, buildWeb } from './build.ts';
import { createProgress } from './progress.ts';
import { ROOT } from './stack/root.ts';
import { runLogFile } from './stack/run-log.ts';
import { type Stack, startStack } from './stack/stack.ts';
import { StackError } from './stack/stack-error.ts';
import { onStopSignals, SIGNAL_EXIT_CODES, type StopSignal } from './stop-signals.ts';
import { planTests, type TestPlan } from './test-plan.ts';

const VITEST = path.join(
  path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);

/** Vitest ends its workers itself when it is asked to; then it is waited for no longer. */
const VITEST_ENDS_WITHIN_MS = 5000;

/**
 * `npm test`: builds, brings up a stack of its own beside whatever else runs, runs Vitest on it with
 * the given arguments and takes it down. Comes back with Vitest's exit code.
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
  let stack: Stack | null = null;
  try {
    stack = plan.stack ? await bringUp(plan, asked.signal) : null;
    const code = await runVitest(args, stack, asked.signal);
    if (stack && code === 0) rmSync(stack.logFile, { force: true });
    if (stack && code !== 0) {
      const log = path.relative(process.cwd(), stack.logFile);
      console.error(`  What the emulators printed meanwhile: ${log}\n`);
    }
    return by ? SIGNAL_EXIT_CODES[by] : code;
  } catch (error) {
    if (by && error instanceof StackError) return SIGNAL_EXIT_CODES[by];
    throw error;
  } finally {
    await stack?.stop();
    stopListening();
  }
}

async function bringUp(plan: TestPlan, signal: AbortSignal): Promise<Stack> {
  const progress = createProgress();
  await progress.step('Building the functions', buildFunctions);
  if (plan.web) await progress.step('Building the web app', buildWeb);
  return progress.step('Starting the emulators', (say) =>
    startStack({
      ports: 'free',
      logFile: runLogFile('test'),
      signal,
      onDownload: ({ url }) => say(`downloading ${path.basename(url)}, once`),
    }),
  );
}

/** @throws {StackError} `stack-died` when the stack ends under the tests. */
async function runVitest(
  args: readonly string[],
  stack: Stack | null,
  signal: AbortSignal,
): Promise<number> {
  const vitest = spawn(process.execPath, [VITEST, 'run', ...args], {
    cwd: ROOT,
    // The web app's production build has left NODE_ENV=production in this process.
    env: { ...process.env, NODE_ENV: 'test', ...stack?.env },
    stdio: 'inherit',
  });
  const exit = new Promise<number>((resolve) => {
    vitest.once('exit', (code) => resolve(code ?? 1));
  });
  const onAbort = () => void endVitest(vitest, exit);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const outcome = await Promise.race([exit, ...(stack ? [stack.exited] : [])]);
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
