import { FieldValue, Timestamp } from 'firebase-admin/firestore';
import type { RoleTable } from '../core/index.ts';
import { auditStateOf, createAuditEntry } from '../functions/audit/write-entry.ts';
import { sourceOf } from '../functions/firebase/firestore-documents.ts';
import type { Store } from '../functions/firebase/store.ts';
import { readInvitesToClose } from '../functions/invites/close-invites.ts';
import { topRoleHolders } from '../functions/role-change/top-role-holders.ts';
import type { Source } from '../functions/sync/ports.ts';
import { isSameRevision } from '../functions/sync/sync-user.ts';
import { planAmongOwners } from './among-owners.ts';
import { addressesOf, type Profile } from './commit-role-edit.ts';
import { type Disabling, type DisablingPlan, planDisabling } from './plan-disabling.ts';

export interface DisablingCommit {
  readonly uid: string;
  readonly edit: Disabling;
  readonly profile: Profile;
  /** Unique id of this edit: tells the trigger that its writer applies it, and names the audit entry. */
  readonly changeId: string;
  /** Why, for the audit log. */
  readonly reason: string | null;
}

/** The plan by what stands there now. Writes nothing. */
export function previewDisabling(
  store: Store,
  roles: RoleTable,
  seen: Source,
  { uid, edit }: Pick<DisablingCommit, 'uid' | 'edit'>,
): Promise<DisablingPlan> {
  const holders = () => topRoleHolders(store, roles).get();
  return planAmongOwners(store, roles, uid, holders, (hasOther) =>
    planDisabling(roles, seen.data, edit, hasOther),
  );
}

/**
 * Writes the edit to `users/{uid}`, and makes the document where there is none, if that is still the
 * revision that was seen and the plan is still to write.
 *
 * @returns the plan that was carried out, or `moved` when somebody else has changed the document.
 */
export function commitDisabling(
  store: Store,
  roles: RoleTable,
  seen: Source,
  { uid, edit, profile, changeId, reason }: DisablingCommit,
): Promise<DisablingPlan | { readonly outcome: 'moved' }> {
  const reference = store.user(uid);
  return store.db.runTransaction(async (transaction) => {
    const source = sourceOf(store, await transaction.get(reference));
    if (!isSameRevision(source, seen)) return { outcome: 'moved' };
    const holders = () => transaction.get(topRoleHolders(store, roles));
    const plan = await planAmongOwners(store, roles, uid, holders, (hasOther) =>
      planDisabling(roles, source.data, edit, hasOther),
    );
    if (plan.outcome !== 'write') return plan;
    const closeInvites = edit.disabled
      ? await readInvitesToClose(store, transaction, addressesOf(source.data, profile))
      : null;

    const now = FieldValue.serverTimestamp();
    const written = {
      disabled: edit.disabled,
      ...(edit.sessions && { sessionsRevokedAt: now }),
      updatedAt: now,
      updatedBy: null,
      changeId,
    };
    if (source.data !== null) transaction.update(reference, store.fieldsOf(written));
    else {
      const empty = { ...profile, role: null, roleExpiresAt: null, createdAt: now };
      transaction.create(reference, store.fieldsOf({ ...empty, ...written }));
    }
    const before = auditStateOf(source.data ?? undefined);
    const actor = { kind: 'service', uid: null } as const;
    createAuditEntry(store, transaction, changeId, {
      type: edit.disabled ? 'account-disabled' : 'account-enabled',
      uid,
      before,
      after: auditStateOf({
        ...source.data,
        disabled: edit.disabled,
        ...(edit.sessions && { sessionsRevokedAt: Timestamp.now() }),
      }),
      actor,
      reason,
      email: profile.email,
      name: profile.displayName,
    });
    closeInvites?.({ actor, reason });
    return plan;
  });
}
