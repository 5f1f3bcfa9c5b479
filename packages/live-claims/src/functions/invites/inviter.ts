import type { Actor, GrantRefusal, RoleTable } from '../../core/index.ts';
import { refuseRoleChange } from '../../core/index.ts';
import { principalOf } from '../edit/principals.ts';
import type { Store } from '../firebase/store.ts';
import type { Commit } from '../firebase/verified-commit.ts';
import { OPERATOR } from './invite-terms.ts';

/** Who writes or withdraws an invite: a signed-in person, or an operator, who outranks everybody. */
export type Inviter =
  | { readonly kind: 'person'; readonly uid: string }
  | { readonly kind: 'operator' };

/** What stands in the invite as `invitedBy`. */
export const inviterId = (inviter: Inviter): string =>
  inviter.kind === 'person' ? inviter.uid : OPERATOR;

/** The same for the audit log. */
export const actorOf = (inviter: Inviter): Actor =>
  inviter.kind === 'person' ? { kind: 'person', uid: inviter.uid } : { kind: 'service', uid: null };

/** Whether the inviter may offer a role, or take back an offer of it; null when they may. */
export type RefuseRole = (role: string | null) => GrantRefusal | null;

/**
 * Reads the inviter's role in the commit. An invite is a grant to somebody whom nobody knows
 * yet, and without an end, so the rules of granting decide.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export async function readInviter(
  { store, roles }: { readonly store: Store; readonly roles: RoleTable },
  commit: Pick<Commit, 'getAll'>,
  inviter: Inviter,
  now: number,
): Promise<RefuseRole> {
  if (inviter.kind === 'operator') return () => null;
  const { uid } = inviter;
  const [person] = await commit.getAll(store.user(uid));
  const actor = principalOf(roles, uid, store.dataOf(person), now);
  return (role) => refuseRoleChange(roles, { actor, target: { uid: '', role: null }, role });
}
