/// <reference path="./rate-limiter-memory.d.ts" />
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';

/** How often an account may ask in a span of seconds that begins with its first time. */
export interface Rate {
  readonly times: number;
  readonly seconds: number;
}

export const TOO_OFTEN = 'Too many requests. Try again in a moment.';

/**
 * Counts what each account asks. Every instance counts for itself, in memory: with ten instances an
 * account can get ten times as much. It bounds what one client costs; it is no defence against many
 * accounts.
 *
 * @returns whether the account may go on: null, or for how many milliseconds it may not.
 * @example const wait = await accountRate({ times: 60, seconds: 60 })(uid);
 */
export function accountRate({ times, seconds }: Rate): (uid: string) => Promise<number | null> {
  const limiter = new RateLimiterMemory({ points: times, duration: seconds });
  return (uid) =>
    limiter.consume(uid).then(
      () => null,
      (refusal: unknown) => {
        if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
        throw refusal;
      },
    );
}
