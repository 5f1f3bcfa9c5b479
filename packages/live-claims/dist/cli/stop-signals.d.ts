declare const STOP_SIGNALS: readonly ['SIGINT', 'SIGTERM', 'SIGHUP'];
export type StopSignal = (typeof STOP_SIGNALS)[number];
/** Exit codes by which a shell knows that a program was ended by a signal: 128 plus its number. */
export declare const SIGNAL_EXIT_CODES: Readonly<Record<StopSignal, number>>;
/**
 * Calls `stop` at the first request to end (Ctrl-C, `kill`, a closed terminal) and `force` at each
 * later one. Comes back with its undo.
 */
export declare function onStopSignals(handlers: {
    readonly stop: (signal: StopSignal) => void;
    readonly force: (signal: StopSignal) => void;
    readonly source?: Pick<NodeJS.Process, 'on' | 'off'>;
    /** Milliseconds on a clock that only goes forward. */
    readonly now?: () => number;
}): () => void;
export {};
