import { backoff } from './timing.js';
/** Shortest time between two requests, whatever they are for. */
const SPACING_MS = 5_000;
/** Asks the server to recompute claims, seldom. `answered` is called after every success. */
export function createSyncRequest(requestSync, answered, { clock, random }) {
    let wanted = null;
    let done = null;
    let failures = 0;
    let busy = false;
    let timer;
    let notBefore = Number.NEGATIVE_INFINITY;
    function next() {
        clock.clearTimeout(timer);
        if (busy || wanted === null || wanted === done)
            return;
        const pauseMs = failures > 0 ? backoff(failures, random) : 0;
        const waitMs = Math.max(pauseMs, notBefore - clock.now());
        if (waitMs <= 0)
            void ask(wanted);
        else
            timer = clock.setTimeout(() => wanted !== null && void ask(wanted), waitMs);
    }
    async function ask(key) {
        busy = true;
        notBefore = clock.now() + SPACING_MS;
        try {
            await requestSync();
            done = key;
            failures = 0;
        }
        catch {
            failures += 1;
        }
        busy = false;
        if (done === key)
            answered();
        next();
    }
    return (key) => {
        if (key === wanted)
            return;
        wanted = key;
        next();
    };
}
