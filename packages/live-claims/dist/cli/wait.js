import { AdminError } from './admin-error.js';
/** Firebase answers within a second; the SDK repeats what fails for many minutes. */
const PATIENCE_MS = 60_000;
/**
 * Waits for work that changes nothing, so that it may be left at any moment.
 *
 * @throws {AdminError} `interrupted` as soon as the operator asks for the end, `unreachable` after a
 *   minute.
 */
export function waitForReading(work, stop) {
    return race(work, stop);
}
/**
 * Waits for work that changes something: a request to end waits with it, and the operator learns
 * what came of it.
 *
 * @throws {AdminError} `unreachable` after a minute.
 */
export function waitForWriting(work) {
    return race(work, null);
}
async function race(work, stop) {
    const { promise: end, reject } = Promise.withResolvers();
    const onStop = () => reject(new AdminError('interrupted', 'Stopped.', { next: 'Nothing was changed.' }));
    const onLate = () => reject(new AdminError('unreachable', `Firebase has not answered for ${PATIENCE_MS / 1000} seconds.`, {
        next: 'It is safe to repeat; `show` says how far it has come.',
    }));
    const timer = setTimeout(onLate, PATIENCE_MS);
    stop?.addEventListener('abort', onStop);
    if (stop?.aborted)
        onStop();
    try {
        return await Promise.race([work, end]);
    }
    finally {
        clearTimeout(timer);
        stop?.removeEventListener('abort', onStop);
    }
}
