import { type RoleTable, userPath } from '@live-claims/contract';
import { FieldValue, type Firestore, type QuerySnapshot } from 'firebase-admin/firestore';
import { sourceOf } from '../../functions/src/firebase/firestore-documents.ts';
import {
  hasOtherTopRole,
  topRoleHolders,
} from '../../functions/src/role-change/top-role-holders.ts';
import type { Source } from '../../functions/src/sync/ports.ts';
import { isSameRevision } from '../../functions/src/sync/sync-user.ts';
import type { Profile } from './commit-role-edit.ts';
import { type Disabling, type DisablingPlan, planDisabling } from './plan-disabling.ts';

export interface DisablingCommit {
  readonly uid: string;
  readonly edit: Disabling;
  readonly profile: Profile;
  /** Unique id of this edit: tells the trigger that its writer applies it, and names the audit entry. */
  readonly changeId: string;
}

/** The plan by what stands there now. Writes nothing. */
export function previewDisabling(
  db: Firestore,
  roles: RoleTable,
  seen: Source,
  { uid, edit }: Pick<DisablingCommit, 'uid' | 'edit'>,
): Promise<DisablingPlan> {
  return planAmongOwners(roles, seen, { uid, edit }, () => topRoleHolders(db, roles).get());
}

/**
 * Writes the edit to `users/{uid}`, and makes the document where there is none, if that is still the
 * revision that was seen and the plan is still to write.
 *
 * @returns the plan that was carried out, or `moved` when somebody else has changed the document.
 */
export function commitDisabling(
  db: Firestore,
  roles: RoleTable,
  seen: Source,
  { uid, edit, profile, changeId }: DisablingCommit,
): Promise<DisablingPlan | { readonly outcome: 'moved' }> {
  const reference = db.doc(userPath(uid));
  return db.runTransaction(async (transaction) => {
    const source = sourceOf(await transaction.get(reference));
    if (!isSameRevision(source, seen)) return { outcome: 'moved' };
    const holders = () => transaction.get(topRoleHolders(db, roles));
    const plan = await planAmongOwners(roles, source, { uid, edit }, holders);
    if (plan.outcome !== 'write') return plan;

    const now = FieldValue.serverTimestamp();
    const written = {
      disabled: edit.disabled,
      ...(edit.sessions && { sessionsRevokedAt: now }),
      updatedAt: now,
      updatedBy: null,
      changeId,
    };
    if (source.data !== null) transaction.update(reference, written);
    else {
      const empty = { ...profile, role: null, roleExpiresAt: null, createdAt: now };
      transaction.create(reference, { ...empty, ...written });
    }
    return plan;
  });
}

/** Looks for other owners only where it matters. */
async function planAmongOwners(
  roles: RoleTable,
  { data }: Source,
  { uid, edit }: Pick<DisablingCommit, 'uid' | 'edit'>,
  holders: () => Promise<QuerySnapshot>,
): Promise<DisablingPlan> {
  const plan = planDisabling(roles, data, edit, false);
  return plan.outcome === 'last-owner' && hasOtherTopRole(roles, await holders(), uid)
    ? planDisabling(roles, data, edit, true)
    : plan;
}
