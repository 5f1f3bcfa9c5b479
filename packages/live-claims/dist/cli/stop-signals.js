/**
 * One Ctrl-C often comes twice, once from the terminal and once from npm, which passes on what it
 * hears itself. What follows within this time is the same key press.
 */
const SAME_PRESS_MS = 500;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** Exit codes by which a shell knows that a program was ended by a signal: 128 plus its number. */
export const SIGNAL_EXIT_CODES = {
    SIGHUP: 129,
    SIGINT: 130,
    SIGTERM: 143,
};
/**
 * Calls `stop` at the first request to end (Ctrl-C, `kill`, a closed terminal) and `force` at each
 * later one. Comes back with its undo.
 */
export function onStopSignals(handlers) {
    const { source = process, now = () => performance.now() } = handlers;
    let last = null;
    const listener = (signal) => {
        const before = last;
        last = now();
        if (before === null)
            handlers.stop(signal);
        else if (last - before > SAME_PRESS_MS)
            handlers.force(signal);
    };
    for (const signal of STOP_SIGNALS)
        source.on(signal, listener);
    return () => {
        for (const signal of STOP_SIGNALS)
            source.off(signal, listener);
    };
}
