import { type CallableRequest, HttpsError } from 'firebase-functions/https';
import { accessRefusalSentence, type RefusalDetails } from '../../core/index.ts';
import { authorize } from './authorize.ts';
import type { AnyRequirement } from './check-access.ts';
import { type AuthorizationResult, type Guard, type GuardedCaller, identityOf } from './guard.ts';
import { callableCode } from './refusal.ts';

/** Puts a guard before the handler of a callable: `onCall(guardCall(requires(…), handler))`. */
export type GuardCall<
  Permission extends string = string,
  OrgPermission extends string = string,
  Custom = Readonly<Record<string, unknown>>,
> = <Data, Result>(
  requirement: AnyRequirement<Permission, OrgPermission, Data>,
  handler: (request: CallableRequest<Data>, caller: GuardedCaller<Custom>) => Promise<Result>,
) => (request: CallableRequest<Data>) => Promise<Result>;

/**
 * The handler runs only for callers that the guard lets through, and gets the caller. All others get
 * `unauthenticated` or `permission-denied` with the `RefusalDetails` as the error's `details`.
 *
 * @example
 * const guardCall = callGuard(createGuard(roles, readAtOnce(db)));
 * export const publish = onCall(guardCall(requires('posts.publish', { check: 'document' }), handler));
 */
export function callGuard<Permission extends string, OrgPermission extends string>(
  guard: Guard<Permission, OrgPermission>,
): GuardCall<Permission, OrgPermission> {
  return (requirement, handler) => async (request) => {
    const who = await authorize(guard, requirement, callerIn(request), request.data);
    if ('caller' in who) return handler(request, who.caller);
    throw refusalError(who.refusal);
  };
}

/** The platform has verified the token before the handler runs. */
function callerIn({ auth }: CallableRequest): AuthorizationResult {
  return auth === undefined ? { refusal: { reason: 'signed-out' } } : identityOf(auth.token);
}

/**
 * A refusal as the error of a callable, with its details.
 *
 * @example throw refusalError({ reason: 'signed-out' });
 */
export function refusalError(details: RefusalDetails): HttpsError {
  return new HttpsError(callableCode(details), accessRefusalSentence(details.reason), details);
}
