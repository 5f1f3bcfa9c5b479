import { FieldValue, Timestamp } from 'firebase-admin/firestore';
import { type RoleTable, rankOf, readGrant } from '../core/index.ts';
import { auditStateOf, createAuditEntry } from '../functions/audit/write-entry.ts';
import { sourceOf } from '../functions/firebase/firestore-documents.ts';
import type { Store } from '../functions/firebase/store.ts';
import { readInvitesToClose } from '../functions/invites/close-invites.ts';
import { topRoleHolders } from '../functions/role-change/top-role-holders.ts';
import type { Observation, Source } from '../functions/sync/ports.ts';
import { isSameRevision } from '../functions/sync/sync-user.ts';
import { planAmongOwners } from './among-owners.ts';
import { planRoleEdit, type RoleEdit, type RoleEditPlan, saysSo } from './plan-role-edit.ts';

/** What a new document says about its person. */
export interface Profile {
  readonly email: string | null;
  readonly displayName: string | null;
  readonly photoURL: string | null;
}

export interface RoleEditCommit {
  readonly uid: string;
  readonly edit: RoleEdit;
  readonly profile: Profile;
  /** Unique id of this edit: tells the trigger that its writer applies it, and names the audit entry. */
  readonly changeId: string;
  /** Why, for the audit log. */
  readonly reason: string | null;
}

/** The plan for an edit, by what stands there now. Writes nothing. */
export function previewRoleEdit(
  store: Store,
  roles: RoleTable,
  seen: Observation,
  { uid, edit }: Pick<RoleEditCommit, 'uid' | 'edit'>,
): Promise<RoleEditPlan> {
  const holders = () => topRoleHolders(store, roles).get();
  return planAmongOwners(store, roles, uid, holders, (hasOther) =>
    planRoleEdit(roles, seen, edit, hasOther),
  );
}

/**
 * Writes the edit to `users/{uid}`, if that is still the revision that was seen and the plan is
 * still to write. One transaction: of two operators who take each other's role at the same time,
 * the second one finds that they may not.
 *
 * @returns the plan that was carried out, or `moved` when somebody else has changed the document.
 */
export function commitRoleEdit(
  store: Store,
  roles: RoleTable,
  seen: Observation,
  { uid, edit, profile, changeId, reason }: RoleEditCommit,
): Promise<RoleEditPlan | { readonly outcome: 'moved' }> {
  const reference = store.user(uid);
  return store.db.runTransaction(async (transaction) => {
    const source = sourceOf(store, await transaction.get(reference));
    if (!isSameRevision(source, seen.source)) return { outcome: 'moved' };
    const holders = () => transaction.get(topRoleHolders(store, roles));
    const plan = await planAmongOwners(store, roles, uid, holders, (hasOther) =>
      planRoleEdit(roles, { ...seen, source }, edit, hasOther),
    );
    if (plan.outcome !== 'edit' && plan.outcome !== 'create') return plan;
    const closeInvites = lowers(roles, source.data, edit)
      ? await readInvitesToClose(store, transaction, addressesOf(source.data, profile))
      : null;
    const now = FieldValue.serverTimestamp();
    const end = edit.expiresAt;
    const written = {
      role: edit.role,
      roleExpiresAt: end === null ? null : new Timestamp(end.seconds, end.nanoseconds),
      updatedAt: now,
      // An account id, and an operator has none here.
      updatedBy: null,
      changeId,
      ...(edit.sessions && { sessionsRevokedAt: now }),
    };
    if (source.data !== null) transaction.update(reference, store.fieldsOf(written));
    else {
      const empty = { ...profile, disabled: false, createdAt: now };
      transaction.create(reference, store.fieldsOf({ ...empty, ...written }));
    }
    const actor = { kind: 'service', uid: null } as const;
    createAuditEntry(store, transaction, changeId, {
      type: saysSo(source.data ?? {}, edit) ? 'session-revoked' : 'token-claims-change',
      uid,
      before: auditStateOf(source.data ?? undefined),
      after: auditStateOf({
        ...source.data,
        ...written,
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

/** Whether the edit leaves less than stands there: what was offered before it is then over, too. */
function lowers(roles: RoleTable, data: Source['data'], edit: RoleEdit): boolean {
  const before = data === null ? null : readGrant(roles, data).grant.role;
  return edit.role === null || rankOf(roles, edit.role) < rankOf(roles, before);
}

/** The addresses that a person is invited by: the document's and Firebase Auth's. */
export function addressesOf(data: Source['data'], { email }: Profile): readonly string[] {
  return [data?.email, email].filter((address) => typeof address === 'string');
}
