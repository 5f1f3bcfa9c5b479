import { HttpsError } from 'firebase-functions/https';
import { accountRate, TOO_OFTEN } from './account-rate.js';
/**
 * Lets each account call at the rate, and refuses the rest with `resource-exhausted`. For what
 * anybody may call who is signed in.
 */
export function limitCalls(rate, handler) {
    const over = accountRate(rate);
    return async (request) => {
        const { auth } = request;
        if (auth !== undefined && (await over(auth.uid)) !== null) {
            throw new HttpsError('resource-exhausted', TOO_OFTEN);
        }
        return handler(request);
    };
}
