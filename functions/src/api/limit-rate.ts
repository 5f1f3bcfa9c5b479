/// <reference path="./rate-limiter-memory.d.ts" />
import type { Response } from 'express';
import type { Request } from 'firebase-functions/https';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import type { Caller } from '../guards/check-access.ts';
import { answerJson } from './answer-json.ts';
import * as log from './api-log.ts';

export type CallerHandler = (request: Request, response: Response, caller: Caller) => Promise<void>;

/** How many requests an account may make in a span of seconds that begins with its first one. */
export interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

/**
 * Lets each account go on at the rate, and answers the rest with 429 and `Retry-After`. Every instance
 * counts for itself, in memory: with `maxInstances` of `options.ts` an account can get ten times as
 * much. It bounds what one client costs; it is no defence against many accounts.
 */
export function limitRate({ requests, seconds }: Rate, handler: CallerHandler): CallerHandler {
  const limiter = new RateLimiterMemory({ points: requests, duration: seconds });
  return async (request, response, caller) => {
    const over = await limiter.consume(caller.uid).then(() => null, refusedFor);
    if (over === null) return handler(request, response, caller);
    log.rateLimited(caller.uid, request.path);
    response.set('Retry-After', String(Math.max(1, Math.ceil(over / 1000))));
    answerJson(response, 429, { error: 'That was too often. Try again in a moment.' });
  };
}

/** For how many milliseconds the limiter says no. @throws whatever else it says. */
function refusedFor(refusal: unknown): number {
  if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
  throw refusal;
}
