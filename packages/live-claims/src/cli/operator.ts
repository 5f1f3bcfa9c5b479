import { AdminError } from './admin-error.ts';
import type { Session } from './session.ts';
import { targetName } from './target.ts';
import { painter, writeLines } from './terminal.ts';

/**
 * Comes back when the changes may be made. Emulators are there to be changed; for a real project it
 * shows what will be changed and asks, unless the operator has said `--yes`.
 *
 * @param changes one line each, complete.
 * @throws {AdminError} `not-confirmed` when the answer is no or there is no terminal,
 *   `interrupted`. Nothing has been changed then.
 */
export async function confirm(
  { target, terminal, signal }: Pick<Session, 'target' | 'terminal' | 'signal'>,
  yes: boolean,
  changes: readonly string[],
): Promise<void> {
  if (target.kind === 'emulators') return;
  const paint = painter(terminal.err);
  const shown = [
    '',
    `  ${paint('bold', 'This changes')} ${paint(['bold', 'yellow'], targetName(target))}${paint('bold', ':')}`,
    '',
    ...changes.map((line) => `    ${line}`),
    '',
  ];
  writeLines(terminal.err, shown);
  if (!yes) await yesOrNo(terminal, signal, 'Go on?', 'Nothing was changed.');
}

/**
 * Comes back when the answer is yes.
 *
 * @param nothing what to say otherwise, as "Nothing was changed."
 * @throws {AdminError} `not-confirmed`, also without a terminal; `interrupted`.
 */
export async function yesOrNo(
  { ask }: Pick<Session['terminal'], 'ask'>,
  signal: AbortSignal,
  question: string,
  nothing: string,
): Promise<void> {
  if (ask === null) {
    throw new AdminError('not-confirmed', 'There is no terminal to confirm this.', {
      next: `${nothing} Run it in a terminal, or add --yes.`,
    });
  }
  const answer = await ask(`  ${question} (y/N) `, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    throw new AdminError('interrupted', 'Stopped.', { next: nothing });
  });
  if (/^\s*y(es)?\s*$/i.test(answer)) return;
  throw new AdminError('not-confirmed', 'Not confirmed.', { next: nothing });
}

/** Firebase answers within a second; the SDK repeats what fails for many minutes. */
const ANSWER_LIMIT_MS = 60_000;

/**
 * Waits for work that changes nothing, so that it may be left at any moment.
 *
 * @throws {AdminError} `interrupted` as soon as the operator asks for the end, `unreachable` after a
 *   minute.
 */
export function waitForReading<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  return race(work, stop);
}

/**
 * Waits for work that changes something: a request to end waits with it, and the operator learns
 * what came of it.
 *
 * @throws {AdminError} `unreachable` after a minute.
 */
export function waitForWriting<T>(work: Promise<T>): Promise<T> {
  return race(work, null);
}

async function race<T>(work: Promise<T>, stop: AbortSignal | null): Promise<T> {
  const { promise: end, reject } = Promise.withResolvers<never>();
  const onStop = () =>
    reject(new AdminError('interrupted', 'Stopped.', { next: 'Nothing was changed.' }));
  const onLate = () =>
    reject(
      new AdminError(
        'unreachable',
        `Firebase has not answered for ${ANSWER_LIMIT_MS / 1000} seconds.`,
        {
          next: 'It is safe to repeat; `show` shows how far it got.',
        },
      ),
    );
  const timer = setTimeout(onLate, ANSWER_LIMIT_MS);
  stop?.addEventListener('abort', onStop);
  if (stop?.aborted) onStop();
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
    stop?.removeEventListener('abort', onStop);
  }
}

/**
 * One Ctrl-C often comes twice, once from the terminal and once from npm, which passes on what it
 * hears itself. What follows within this time is the same key press.
 */
const SAME_PRESS_MS = 500;

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type StopSignal = (typeof STOP_SIGNALS)[number];

/** Exit codes by which a shell knows that a program was ended by a signal: 128 plus its number. */
export const SIGNAL_EXIT_CODES: Readonly<Record<StopSignal, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
};

/**
 * Calls `stop` at the first request to end (Ctrl-C, `kill`, a closed terminal) and `force` at each
 * later one. Comes back with its undo.
 */
export function onStopSignals(handlers: {
  readonly stop: (signal: StopSignal) => void;
  readonly force: (signal: StopSignal) => void;
  readonly source?: Pick<NodeJS.Process, 'on' | 'off'>;
  /** Milliseconds on a clock that only goes forward. */
  readonly now?: () => number;
}): () => void {
  const { source = process, now = () => performance.now() } = handlers;
  let last: number | null = null;
  const listener = (signal: NodeJS.Signals) => {
    const before = last;
    last = now();
    if (before === null) handlers.stop(signal as StopSignal);
    else if (last - before > SAME_PRESS_MS) handlers.force(signal as StopSignal);
  };
  for (const signal of STOP_SIGNALS) source.on(signal, listener);
  return () => {
    for (const signal of STOP_SIGNALS) source.off(signal, listener);
  };
}
