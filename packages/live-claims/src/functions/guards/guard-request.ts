import type { Response } from 'express';
import type { Request } from 'firebase-functions/https';
import type { RefusalDetails } from '../../core/index.ts';
import { admit } from './admit.ts';
import type { Caller, Requirement } from './check-access.ts';
import type { Identify } from './credential.ts';
import type { Guard } from './guard.ts';
import { challengeHeader, httpStatus, refusalBody } from './refusal.ts';

/** Puts a guard before the handler of an HTTP function: `onRequest(guardRequest(requires(…), handler))`. */
export type GuardRequest<Permission extends string = string> = (
  requirement: Requirement<Permission>,
  handler: (request: Request, response: Response, caller: Caller) => Promise<void>,
) => (request: Request, response: Response) => Promise<void>;

/** Answers a request that is refused. */
export type Refuse = (response: Response, details: RefusalDetails) => void;

/**
 * The handler runs only for whom the guard lets through, and hears who it is. Everybody else is
 * answered by `refuse`.
 *
 * @throws what identifying, the guard or the handler throws; nothing has been answered then, unless
 *   the handler did.
 */
export function requestGuard<Permission extends string>(
  guard: Guard<Permission>,
  identify: Identify,
  refuse: Refuse = refuseAsJson,
): GuardRequest<Permission> {
  return (requirement, handler) => async (request, response) => {
    const who = await admit(guard, requirement, await identify(request));
    if ('caller' in who) await handler(request, response, who.caller);
    else refuse(response, who.refusal);
  };
}

/** 401 or 403, the challenge in its header, and the sentence and the details as JSON. */
export function refuseAsJson(response: Response, details: RefusalDetails): void {
  response.status(httpStatus(details));
  const challenge = challengeHeader(details);
  if (challenge !== null) response.set('WWW-Authenticate', challenge);
  response.set('Cache-Control', 'private, no-store');
  response.json(refusalBody(details));
}
