import type { CallableRequest } from 'firebase-functions/https';
import { type Admission, admissionOf, admit } from './admit.ts';
import type { Caller, Requirement } from './check-access.ts';
import type { Guard } from './guard.ts';
import { refusalError } from './refusal-error.ts';

/** Puts a guard before the handler of a callable: `onCall(guardCall(requires(…), handler))`. */
export type GuardCall<Permission extends string = string> = <Data, Result>(
  requirement: Requirement<Permission>,
  handler: (request: CallableRequest<Data>, caller: Caller) => Promise<Result>,
) => (request: CallableRequest<Data>) => Promise<Result>;

/**
 * The handler runs only for whom the guard lets through, and hears who it is. Everybody else gets
 * `unauthenticated` or `permission-denied` with the `RefusalDetails` as the error's `details`.
 */
export function callGuard<Permission extends string>(
  guard: Guard<Permission>,
): GuardCall<Permission> {
  return (requirement, handler) => async (request) => {
    const who = await admit(guard, requirement, callerIn(request));
    if ('caller' in who) return handler(request, who.caller);
    throw refusalError(who.refusal);
  };
}

/** The platform has verified the token before the handler hears of it. */
function callerIn({ auth }: CallableRequest): Admission {
  return auth === undefined ? { refusal: { reason: 'signed-out' } } : admissionOf(auth.token);
}
