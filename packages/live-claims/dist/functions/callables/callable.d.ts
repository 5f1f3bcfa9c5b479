import { type CallableFunction, type CallableOptions, type CallableRequest } from 'firebase-functions/https';
import type { Rate } from '../guards/rate-limit.js';
import type { Host } from '../host.js';
/** Makes callables: see `createCallable`. */
export type Callable = <Data, Result>(handler: (request: CallableRequest<Data>) => Promise<Result>, options?: CallableOptions & {
    readonly rate?: Rate;
}) => CallableFunction<Data, Promise<Result>>;
/**
 * Makes callable functions, as all of ours are: it bounds how often an account calls, has nothing to do with ids
 * that lead elsewhere and accounts of tenants, and says of locks and full documents what they are.
 *
 * Each takes a `rate`, calls of one account, beyond which the answer is `resource-exhausted`: 120 a minute
 * unless given.
 *
 * @example const doIt = createCallable(host)(guardCall(requires('x', { check: 'document' }), async () => {}));
 */
export declare function createCallable({ options: ofHost }: Pick<Host, 'options'>): Callable;
