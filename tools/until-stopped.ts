import {
  onStopSignals,
  SIGNAL_EXIT_CODES,
  type StopSignal,
} from '../packages/live-claims/src/cli/operator.ts';
import { StackError } from './emulators/stack-error.ts';

/**
 * Runs something long that Ctrl-C, `kill` or a closed terminal may end: the first request aborts the
 * signal that it is given, a later one ends the process at once.
 *
 * @returns the exit code: 0 when it came back with true, else 1.
 * @throws what `run` throws, but a `StackError` after a request to end: the process ends with the
 *   code of the signal then, because what was given up would keep it waiting for what cannot come.
 */
export async function untilStopped(
  run: (signal: AbortSignal) => Promise<boolean>,
): Promise<number> {
  const asked = new AbortController();
  let by: StopSignal | null = null;
  const stopListening = onStopSignals({
    stop(signal) {
      by = signal;
      asked.abort();
    },
    force: (signal) => process.exit(SIGNAL_EXIT_CODES[signal]),
  });
  try {
    return (await run(asked.signal)) ? 0 : 1;
  } catch (error) {
    if (by && error instanceof StackError) process.exit(SIGNAL_EXIT_CODES[by]);
    throw error;
  } finally {
    stopListening();
  }
}
