import type { Transaction } from 'firebase-admin/firestore';
import type { Actor, GrantRefusal, RoleTable } from '../../core/index.ts';
import { refuseRoleChange } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import { principalOf } from '../role-change/role-that-counts.ts';
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
 * Reads the inviter's role in the transaction. An invite is a grant to somebody whom nobody knows
 * yet, and without an end, so the rules of granting decide.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export async function readInviter(
  { store, roles }: { readonly store: Store; readonly roles: RoleTable },
  transaction: Transaction,
  inviter: Inviter,
  now: number,
): Promise<RefuseRole> {
  if (inviter.kind === 'operator') return () => null;
  const { uid } = inviter;
  const person = await transaction.get(store.user(uid));
  const actor = principalOf(roles, uid, store.dataOf(person), now);
  return (role) => refuseRoleChange(roles, { actor, target: { uid: '', role: null }, role });
}
