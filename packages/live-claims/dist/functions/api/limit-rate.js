import { accountRate, TOO_OFTEN } from '../guards/rate-limit.js';
import { answerJson } from './answer-json.js';
import * as log from './api-log.js';
/** Lets each account go on at the rate, and answers the rest with 429 and `Retry-After`. */
export function limitRate(rate, handler) {
    const over = accountRate(rate);
    return async (request, response, caller) => {
        const wait = await over(caller.uid);
        if (wait === null)
            return handler(request, response, caller);
        log.rateLimited(caller.uid, request.path);
        response.set('Retry-After', String(Math.max(1, Math.ceil(wait / 1000))));
        answerJson(response, 429, { error: TOO_OFTEN });
    };
}
