import type { Response } from 'express';
import type { Request } from 'firebase-functions/https';
import type { RefusalDetails } from '../../core/index.js';
import type { Caller, Requirement } from './check-access.js';
import type { Identify } from './credential.js';
import type { Guard } from './guard.js';
/** Puts a guard before the handler of an HTTP function: `onRequest(guardRequest(requires(…), handler))`. */
export type GuardRequest<Permission extends string = string> = (requirement: Requirement<Permission>, handler: (request: Request, response: Response, caller: Caller) => Promise<void>) => (request: Request, response: Response) => Promise<void>;
/** Answers a request that is refused. */
export type Refuse = (response: Response, details: RefusalDetails) => void;
/**
 * The handler runs only for whom the guard lets through, and hears who it is. Everybody else is
 * answered by `refuse`.
 *
 * @throws what identifying, the guard or the handler throws; nothing has been answered then, unless
 *   the handler did.
 */
export declare function requestGuard<Permission extends string>(guard: Guard<Permission>, identify: Identify, refuse?: Refuse): GuardRequest<Permission>;
/** 401 or 403, the challenge in its header, and the sentence and the details as JSON. */
export declare function refuseAsJson(response: Response, details: RefusalDetails): void;
