import { HttpsError, onCall, } from 'firebase-functions/https';
import { refusalError } from '../guards/callable.js';
import { callerOf } from '../guards/check-access.js';
import { limitCalls } from '../guards/rate-limit.js';
/** More than an admin does by hand, and far less than what fills a log or holds up others. */
const CALL_RATE = { times: 120, seconds: 60 };
/**
 * Makes callable functions, as all of ours are: it bounds how often an account calls, has nothing to do with ids
 * that lead elsewhere and accounts of tenants, and says of locks and full documents what they are.
 *
 * Each takes a `rate`, calls of one account, beyond which the answer is `resource-exhausted`: 120 a minute
 * unless given.
 *
 * @example const doIt = createCallable(host)(guardCall(requires('x', { check: 'document' }), async () => {}));
 */
export function createCallable({ options: ofHost }) {
    return (handler, { rate = CALL_RATE, ...options } = {}) => {
        const answer = async (request) => {
            const { auth } = request;
            if (auth !== undefined && callerOf(auth.token) === null) {
                throw refusalError({ reason: 'signed-out' });
            }
            try {
                return await handler(request);
            }
            catch (error) {
                throw errorOfFirestore(error) ?? error;
            }
        };
        return onCall({ ...ofHost, ...options }, limitCalls(rate, answer));
    };
}
/** What Firestore's errors mean to a caller; null for one that has no meaning to them. */
function errorOfFirestore(error) {
    const { code, message = '' } = (error ?? {});
    if (code === ABORTED) {
        return new HttpsError('aborted', 'Somebody else is changing the same. Try again in a minute.');
    }
    if (code === INVALID_ARGUMENT && /maximum allowed size|too large|exceeds/i.test(message)) {
        return new HttpsError('failed-precondition', 'The document of this person is full (1 MiB). Remove something from it first.');
    }
    return null;
}
// google.rpc.Code
const INVALID_ARGUMENT = 3;
/** Firestore gave up waiting for somebody else's lock: another change, or one that died half way. */
const ABORTED = 10;
