import { type RefusalDetails, type RoleTable, topRole } from '../../core/index.ts';
import { roleOfActor } from '../edit/principals.ts';
import { type AccessFacts, type Caller, checkAccess } from '../guards/check-access.ts';

/**
 * Decides whether somebody may turn the switches; null when they may. Only the top role may, by
 * `users/{uid}` at this moment, and the switches hold for it too: a sign-in from before the minimum
 * does not undo it.
 *
 * @param facts what the documents say in the transaction that turns them.
 * @param now in milliseconds since the Unix epoch.
 */
export function refuseSwitching(
  roles: RoleTable,
  caller: Caller,
  facts: Pick<AccessFacts, 'settings' | 'user'>,
  now: number,
  maxTokenAge: number,
): RefusalDetails | null {
  const isTop = roleOfActor(roles, facts.user ?? undefined, now) === topRole(roles);
  const requirement = {
    permission: null,
    check: 'document',
    // Nobody else is sent to refresh a token that would not help them.
    maxTokenAge: isTop ? maxTokenAge : undefined,
  } as const;
  const refusal = checkAccess(roles, requirement, caller, facts, now);
  return refusal ?? (isTop ? null : { reason: 'not-allowed' });
}
