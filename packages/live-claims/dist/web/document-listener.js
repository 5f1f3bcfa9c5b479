import { backoff } from './timing.js';
/**
 * Listens to a document, and listens anew whenever that ends: a listener that Firestore has denied is
 * dead for good, and right after an account switch a denial means little.
 *
 * @param listen Attaches once.
 * @param lost Called after every end, with the number of ends since the server last answered.
 */
export function keepListening(listen, next, lost, { clock, random }) {
    let stopped = false;
    let unsubscribe = null;
    let timer;
    let waiting = false;
    let times = 0;
    function attach() {
        waiting = false;
        clock.clearTimeout(timer);
        try {
            unsubscribe = listen((seen) => {
                // The cache answers before the server refuses; only the server's answer is a success.
                if (!seen.fromCache)
                    times = 0;
                next(seen);
            }, ended);
        }
        catch (cause) {
            // A terminated Firestore throws. Callers are told later, as with every other end.
            queueMicrotask(() => ended(cause));
        }
    }
    function ended(cause) {
        if (stopped)
            return;
        unsubscribe = null;
        times += 1;
        waiting = true;
        timer = clock.setTimeout(attach, backoff(times, random));
        lost(times, cause);
    }
    attach();
    return {
        wake() {
            if (waiting && !stopped)
                attach();
        },
        stop() {
            stopped = true;
            clock.clearTimeout(timer);
            unsubscribe?.();
        },
    };
}
