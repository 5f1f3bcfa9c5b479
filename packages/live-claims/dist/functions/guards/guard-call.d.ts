import type { CallableRequest } from 'firebase-functions/https';
import type { Caller, Requirement } from './check-access.js';
import type { Guard } from './guard.js';
/** Puts a guard before the handler of a callable: `onCall(guardCall(requires(…), handler))`. */
export type GuardCall<Permission extends string = string> = <Data, Result>(requirement: Requirement<Permission>, handler: (request: CallableRequest<Data>, caller: Caller) => Promise<Result>) => (request: CallableRequest<Data>) => Promise<Result>;
/**
 * The handler runs only for whom the guard lets through, and hears who it is. Everybody else gets
 * `unauthenticated` or `permission-denied` with the `RefusalDetails` as the error's `details`.
 */
export declare function callGuard<Permission extends string>(guard: Guard<Permission>): GuardCall<Permission>;
