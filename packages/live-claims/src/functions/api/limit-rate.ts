import type { Response } from 'express';
import type { Request } from 'firebase-functions/https';
import { accountRate, type Rate, TOO_OFTEN } from '../guards/account-rate.ts';
import type { Caller } from '../guards/check-access.ts';
import { answerJson } from './answer-json.ts';
import * as log from './api-log.ts';

export type CallerHandler = (request: Request, response: Response, caller: Caller) => Promise<void>;

/** Lets each account go on at the rate, and answers the rest with 429 and `Retry-After`. */
export function limitRate(rate: Rate, handler: CallerHandler): CallerHandler {
  const over = accountRate(rate);
  return async (request, response, caller) => {
    const wait = await over(caller.uid);
    if (wait === null) return handler(request, response, caller);
    log.rateLimited(caller.uid, request.path);
    response.set('Retry-After', String(Math.max(1, Math.ceil(wait / 1000))));
    answerJson(response, 429, { error: TOO_OFTEN });
  };
}
