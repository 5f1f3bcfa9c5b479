import type { Response } from 'express';
import type { Request } from 'firebase-functions/https';
import type { Caller } from '../guards/check-access.js';
import { type Rate } from '../guards/rate-limit.js';
export type CallerHandler = (request: Request, response: Response, caller: Caller) => Promise<void>;
/** Lets each account go on at the rate, and answers the rest with 429 and `Retry-After`. */
export declare function limitRate(rate: Rate, handler: CallerHandler): CallerHandler;
