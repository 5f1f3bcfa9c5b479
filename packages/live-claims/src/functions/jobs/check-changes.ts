import {
  type BulkProblem,
  type RoleTable,
  refusalSentence,
  refuseRoleChange,
  type SetUserRoleRequest,
} from '../../core/index.ts';
import { principalOf, roleOfTarget } from '../edit/principals.ts';

/** The fields of a `users/{uid}` document; null when there is none. */
type UserFields = Readonly<Record<string, unknown>> | null;

/**
 * Everything that stands against the changes as far as can be seen before the first is made: by the
 * same rules that each change is checked by again at its moment, but for the last owner, which
 * depends on what the others become.
 *
 * @param users the documents of the people in `changes`, in their order.
 * @param now in milliseconds since the Unix epoch.
 */
export function checkChanges(
  roles: RoleTable,
  actor: { readonly uid: string; readonly user: UserFields },
  changes: readonly SetUserRoleRequest[],
  users: readonly UserFields[],
  now: number,
): readonly BulkProblem[] {
  const acting = principalOf(roles, actor.uid, actor.user ?? undefined, now);
  return changes.flatMap(({ uid, role, expiresAt }, index): BulkProblem[] => {
    const user = users[index] ?? null;
    const target = { uid, role: roleOfTarget(user ?? undefined) };
    const end = expiresAt == null ? null : Math.floor(expiresAt / 1000);
    const refusal = refuseRoleChange(roles, { actor: acting, target, role, expiresAt: end });
    const code = refusal ?? (user === null ? 'no-such-person' : null);
    if (code !== null) return [{ index, code, message: refusalSentence(roles, code) }];
    if (expiresAt == null || expiresAt > now) return [];
    return [{ index, code: 'in-the-past', message: 'expiresAt must be in the future.' }];
  });
}
