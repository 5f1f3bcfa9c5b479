import { admissionOf, admit } from './admit.js';
import { refusalError } from './refusal-error.js';
/**
 * The handler runs only for whom the guard lets through, and hears who it is. Everybody else gets
 * `unauthenticated` or `permission-denied` with the `RefusalDetails` as the error's `details`.
 */
export function callGuard(guard) {
    return (requirement, handler) => async (request) => {
        const who = await admit(guard, requirement, callerIn(request));
        if ('caller' in who)
            return handler(request, who.caller);
        throw refusalError(who.refusal);
    };
}
/** The platform has verified the token before the handler hears of it. */
function callerIn({ auth }) {
    return auth === undefined ? { refusal: { reason: 'signed-out' } } : admissionOf(auth.token);
}
