/// <reference path="../api/rate-limiter-memory.d.ts" />
import { type CallableRequest, HttpsError } from 'firebase-functions/https';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';

/**
 * Lets each account call so often in a span of seconds, and refuses the rest with
 * `resource-exhausted`. For what anybody may call who is signed in. Every instance counts for itself,
 * in memory, as `limitRate` of the HTTP API does.
 */
export function limitCalls<Data, Result>(
  { calls, seconds }: { readonly calls: number; readonly seconds: number },
  handler: (request: CallableRequest<Data>) => Promise<Result>,
): (request: CallableRequest<Data>) => Promise<Result> {
  const limiter = new RateLimiterMemory({ points: calls, duration: seconds });
  return async (request) => {
    if (request.auth !== undefined) {
      try {
        await limiter.consume(request.auth.uid);
      } catch (over) {
        if (!(over instanceof RateLimiterRes)) throw over;
        throw new HttpsError('resource-exhausted', 'That was too often. Try again in a moment.');
      }
    }
    return handler(request);
  };
}
