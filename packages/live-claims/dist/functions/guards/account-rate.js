/// <reference path="./rate-limiter-memory.d.ts" />
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
export const TOO_OFTEN = 'That was too often. Try again in a moment.';
/**
 * Counts what each account asks. Every instance counts for itself, in memory: with `maxInstances` of
 * `options.ts` an account can get ten times as much. It bounds what one client costs; it is no
 * defence against many accounts.
 *
 * @returns whether the account may go on: null, or for how many milliseconds it may not.
 */
export function accountRate({ times, seconds }) {
    const limiter = new RateLimiterMemory({ points: times, duration: seconds });
    return (uid) => limiter.consume(uid).then(() => null, (refusal) => {
        if (refusal instanceof RateLimiterRes)
            return refusal.msBeforeNext;
        throw refusal;
    });
}
