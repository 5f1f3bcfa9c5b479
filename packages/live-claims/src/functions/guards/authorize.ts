import * as logger from 'firebase-functions/logger';
import type { AccessRefusal, RefusalDetails } from '../../core/index.ts';
import type { Requirement } from './check-access.ts';
import type { AuthorizationResult, Guard } from './guard.ts';

/**
 * Asks the guard about a caller that is known, and logs a refusal; a refusal stays one.
 *
 * @example const result = await authorize(guard, requirement, identityOf(token));
 */
export async function authorize<Permission extends string>(
  guard: Guard<Permission>,
  requirement: Requirement<Permission>,
  who: AuthorizationResult,
): Promise<AuthorizationResult> {
  const refusal = 'refusal' in who ? who.refusal : await guard(requirement, who.caller);
  if (refusal === null) return who;
  logRefusal('caller' in who ? who.caller.uid : null, requirement, refusal);
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
  { permission, check }: Requirement,
  { reason }: RefusalDetails,
): void {
  const write = ORDINARY.has(reason) ? logger.debug : logger.warn;
  write('access refused', { uid, reason, permission, check });
}
