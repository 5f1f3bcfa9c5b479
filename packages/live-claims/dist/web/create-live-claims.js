import { pageEnvironment } from './environment.js';
import { firebasePort } from './firebase-port.js';
import { startLiveClaims } from './live-claims.js';
/**
 * Starts a client that keeps the claims of the signed-in person live: it hears of every change through
 * the marker `userClaims/{uid}` and of a lockdown through `settings/access`, refreshes the ID token until
 * it carries the change, and signs out a person whose session was revoked. One for each app, for as long
 * as the page lives; `close()` ends it.
 *
 * Nothing is fetched at the start when the token is current. Never throws, and never rejects in the
 * background: what goes wrong is in the snapshot's `error`.
 *
 * @example
 * const claims = createLiveClaims({ auth, firestore, functions, config });
 * const unsubscribe = claims.subscribe(() => render(claims.getSnapshot()));
 * await claims.withFreshClaims(() => deleteDoc(thread));
 */
export function createLiveClaims({ auth, firestore, config: { roles }, functions, syncFunction = 'syncMyClaims', pollingUrl = '/api/users/me', }) {
    const requestSync = async () => {
        // Loaded when it is needed: most pages never ask.
        const { httpsCallable } = await import('firebase/functions');
        const opened = await (typeof functions === 'function' ? functions() : functions);
        await httpsCallable(opened, syncFunction)();
    };
    const openPolling = async (...[uid, listener, environment]) => {
        const { createPolling } = await import('./polling.js');
        const fetchMe = async (etag, signal) => {
            const headers = {
                Authorization: `Bearer ${await auth.currentUser?.getIdToken()}`,
                ...(etag !== null && { 'If-None-Match': etag }),
            };
            return fetch(pollingUrl, { headers, signal, cache: 'no-store' });
        };
        return createPolling(fetchMe, uid, listener, environment);
    };
    // The snapshot holds only roles and permissions out of this table.
    return startLiveClaims(firebasePort(auth, firestore), pageEnvironment(), {
        roles,
        requestSync: functions && requestSync,
        openPolling: pollingUrl === null ? undefined : openPolling,
    });
}
