import { admit } from './admit.js';
import { challengeHeader, httpStatus, refusalBody } from './refusal.js';
/**
 * The handler runs only for whom the guard lets through, and hears who it is. Everybody else is
 * answered by `refuse`.
 *
 * @throws what identifying, the guard or the handler throws; nothing has been answered then, unless
 *   the handler did.
 */
export function requestGuard(guard, identify, refuse = refuseAsJson) {
    return (requirement, handler) => async (request, response) => {
        const who = await admit(guard, requirement, await identify(request));
        if ('caller' in who)
            await handler(request, response, who.caller);
        else
            refuse(response, who.refusal);
    };
}
/** 401 or 403, the challenge in its header, and the sentence and the details as JSON. */
export function refuseAsJson(response, details) {
    response.status(httpStatus(details));
    const challenge = challengeHeader(details);
    if (challenge !== null)
        response.set('WWW-Authenticate', challenge);
    response.set('Cache-Control', 'private, no-store');
    response.json(refusalBody(details));
}
