import * as logger from 'firebase-functions/logger';
import type { AccessRefusal, RefusalDetails } from '../../core/index.ts';
import type { AnyRequirement } from './check-access.ts';
import type { AuthorizationResult, Guard, GuardedCaller } from './guard.ts';

/**
 * Asks the guard about a caller that is known, and logs a refusal; a refusal stays one.
 *
 * @param asked what a requirement's `in` is called with.
 * @example const result = await authorize(guard, requirement, identityOf(token), request.data);
 */
export async function authorize<Permission extends string, OrgPermission extends string>(
  guard: Guard<Permission, OrgPermission>,
  requirement: AnyRequirement<Permission, OrgPermission>,
  who: AuthorizationResult,
  asked: unknown,
): Promise<{ readonly caller: GuardedCaller } | { readonly refusal: RefusalDetails }> {
  if ('refusal' in who) {
    logRefusal(null, requirement, who.refusal);
    return who;
  }
  const { refusal, org, custom } = await guard(requirement, who.caller, asked);
  if (refusal === null) return { caller: { ...who.caller, org, custom } };
  logRefusal(who.caller.uid, requirement, refusal);
  return { refusal };
}

/** Refusals of everyday life, answered by a refresh or a sign-in. */
const ORDINARY: ReadonlySet<AccessRefusal> = new Set([
  'signed-out',
  'token-stale',
  'token-too-old',
]);

/** @param uid null for an unknown caller. */
function logRefusal(
  uid: string | null,
  { permission, check }: Pick<AnyRequirement, 'permission' | 'check'>,
  { reason }: RefusalDetails,
): void {
  const write = ORDINARY.has(reason) ? logger.debug : logger.warn;
  write('access refused', { uid, reason, permission, check });
}
