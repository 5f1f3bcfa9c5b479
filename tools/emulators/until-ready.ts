import type { EmulatorLog } from './emulator-log.ts';
import { logEvent, tellingLines } from './emulator-log.ts';
import type { EmulatorProcess } from './emulator-process.ts';
import { HOST, type StackPorts } from './firebase-config.ts';
import { loadedFunctions } from './functions-emulator.ts';
import { StackError } from './stack-error.ts';

/** Ten seconds are usual on two cores; a machine that is busy with other things gets far more. */
const READY_WITHIN_MS = 120_000;

type Outcome =
  | 'ready'
  | 'functions-failed'
  | 'port-taken'
  | 'late'
  | 'interrupted'
  | { what: string };

/**
 * Resolves when firebase-tools says that everything is ready.
 *
 * @throws {StackError} `functions-failed`, `port-taken`, `stack-died`, `interrupted`, or `not-ready`
 *   after two minutes.
 */
export async function untilReady(options: {
  readonly log: EmulatorLog;
  readonly emulators: Pick<EmulatorProcess, 'ended'>;
  readonly signal: AbortSignal | undefined;
}): Promise<void> {
  const { log, signal } = options;
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const stopListening = log.onLine((line) => {
    const event = logEvent(line);
    if (event && event !== 'firestore-started') resolve(event);
  });
  const timer = setTimeout(resolve, READY_WITHIN_MS, 'late');
  const onAbort = () => resolve('interrupted');
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted) onAbort();
  void options.emulators.ended.then(resolve);
  try {
    const outcome = await promise;
    if (outcome !== 'ready') throw failure(outcome, log);
  } finally {
    stopListening();
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** @throws {StackError} `functions-failed` when the Functions emulator has no function at all. */
export async function assertFunctionsLoaded(ports: StackPorts, log: EmulatorLog): Promise<void> {
  const functions = await loadedFunctions(`${HOST}:${ports.functions}`);
  if (functions.length === 0) throw functionsFailed(log);
}

function failure(outcome: Exclude<Outcome, 'ready'>, log: EmulatorLog): StackError {
  if (outcome === 'interrupted') return interrupted();
  if (outcome === 'functions-failed') return functionsFailed(log);
  if (outcome === 'port-taken') {
    return new StackError('port-taken', 'A port was taken while the emulators were starting.', {
      details: tellingLines(log.lines()),
      next: 'Try again.',
    });
  }
  if (outcome === 'late') {
    const seconds = READY_WITHIN_MS / 1000;
    return new StackError('not-ready', `The emulators were not ready within ${seconds} seconds.`, {
      details: tellingLines(log.lines()),
      next: `See ${log.file} for how far they came.`,
    });
  }
  return stackDied(outcome.what, log);
}

/** The start was given up on request. */
export function interrupted(): StackError {
  return new StackError('interrupted', 'Stopped before the emulators were ready.', {
    next: 'Nothing is left running; start again when you like.',
  });
}

/** The stack has ended without being asked to; `what` says which part, and how. */
export function stackDied(what: string, log: EmulatorLog): StackError {
  return new StackError('stack-died', `The local stack has ended: ${what}.`, {
    details: tellingLines(log.lines()),
    next: `Start it again; if it ends again, ${log.file} has the whole log.`,
  });
}

function functionsFailed(log: EmulatorLog): StackError {
  return new StackError('functions-failed', 'The Functions emulator could not load functions/.', {
    details: tellingLines(log.lines()),
    next: `Mend what the lines above name, then try again. The whole log is in ${log.file}.`,
  });
}
