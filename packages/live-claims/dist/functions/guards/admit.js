import { callerOf } from './check-access.js';
import { accessRefused } from './guard-log.js';
/** Whom a verified ID token or session cookie stands for, if the account can be one of this project. */
export function admissionOf(token) {
    const caller = callerOf(token);
    return caller === null ? { refusal: { reason: 'signed-out' } } : { caller };
}
/** Puts the guard's question about a caller who is known; a refusal stays one. */
export async function admit(guard, requirement, who) {
    const refusal = 'refusal' in who ? who.refusal : await guard(requirement, who.caller);
    if (refusal === null)
        return who;
    accessRefused('caller' in who ? who.caller.uid : null, requirement, refusal);
    return { refusal };
}
