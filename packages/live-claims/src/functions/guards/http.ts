import type { Response } from 'express';
import type { Auth } from 'firebase-admin/auth';
import type { Request } from 'firebase-functions/https';
import type { RefusalDetails } from '../../core/index.ts';
import { authorize } from './authorize.ts';
import type { AnyRequirement } from './check-access.ts';
import { bearerOf, cookieOf, identify, SESSION_COOKIE } from './credentials.ts';
import type { AuthorizationResult, Guard, GuardedCaller } from './guard.ts';
import { challengeHeader, httpStatus, refusalBody } from './refusal.ts';

/** Puts a guard before the handler of an HTTP function: `onRequest(guardRequest(requires(…), handler))`. */
export type GuardRequest<
  Permission extends string = string,
  OrgPermission extends string = string,
> = (
  requirement: AnyRequirement<Permission, OrgPermission, Request>,
  handler: (request: Request, response: Response, caller: GuardedCaller) => Promise<void>,
) => (request: Request, response: Response) => Promise<void>;

/** Answers a request that is refused. */
export type Refuse = (response: Response, details: RefusalDetails) => void;

/**
 * The handler runs only for callers that the guard lets through, and gets the caller. All others are
 * answered by `refuse`.
 *
 * @throws what identifying, the guard or the handler throws; nothing has been answered then, unless
 *   the handler did.
 * @example
 * const guardRequest = requestGuard(guard, byIdToken(auth));
 * export const posts = onRequest(guardRequest(requires('posts.read', { check: 'token' }), handler));
 */
export function requestGuard<Permission extends string, OrgPermission extends string>(
  guard: Guard<Permission, OrgPermission>,
  identify: Identify,
  refuse: Refuse = refuseAsJson,
): GuardRequest<Permission, OrgPermission> {
  return (requirement, handler) => async (request, response) => {
    const who = await authorize(guard, requirement, await identify(request), request);
    if ('caller' in who) await handler(request, response, who.caller);
    else refuse(response, who.refusal);
  };
}

/** 401 or 403, the challenge in its header, and the sentence and the details as JSON. */
function refuseAsJson(response: Response, details: RefusalDetails): void {
  response.status(httpStatus(details));
  const challenge = challengeHeader(details);
  if (challenge !== null) response.set('WWW-Authenticate', challenge);
  response.set('Cache-Control', 'private, no-store');
  response.json(refusalBody(details));
}

/** Finds out who sent a request. @throws what verifying throws when Firebase Auth is out of reach. */
export type Identify = (request: Request) => Promise<AuthorizationResult>;

/**
 * By the ID token in the header `Authorization: Bearer …` (RFC 6750), and by nothing else.
 *
 * @example requestGuard(guard, byIdToken(getAuth()));
 */
export function byIdToken(auth: Pick<Auth, 'verifyIdToken'>): Identify {
  return ({ headers }) =>
    identify(bearerOf(headers.authorization), (token) => auth.verifyIdToken(token));
}

/**
 * By the session cookie, for pages that a browser opens by itself.
 *
 * @example requestGuard(guard, bySessionCookie(getAuth()), refuseAsPage);
 */
export function bySessionCookie(auth: Pick<Auth, 'verifySessionCookie'>): Identify {
  return ({ headers }) =>
    identify(cookieOf(headers.cookie, SESSION_COOKIE), (cookie) =>
      auth.verifySessionCookie(cookie),
    );
}
