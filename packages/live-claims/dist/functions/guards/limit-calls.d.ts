import { type CallableRequest } from 'firebase-functions/https';
import { type Rate } from './account-rate.js';
/**
 * Lets each account call at the rate, and refuses the rest with `resource-exhausted`. For what
 * anybody may call who is signed in.
 */
export declare function limitCalls<Data, Result>(rate: Rate, handler: (request: CallableRequest<Data>) => Promise<Result>): (request: CallableRequest<Data>) => Promise<Result>;
