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
