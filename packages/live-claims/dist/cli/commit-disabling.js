import { FieldValue, Timestamp } from 'firebase-admin/firestore';
import { userPath } from '../core/index.js';
import { auditStateOf, createAuditEntry } from '../functions/audit/write-entry.js';
import { sourceOf } from '../functions/firebase/firestore-documents.js';
import { readInvitesToClose } from '../functions/invites/close-invites.js';
import { topRoleHolders } from '../functions/role-change/top-role-holders.js';
import { isSameRevision } from '../functions/sync/sync-user.js';
import { planAmongOwners } from './among-owners.js';
import { addressesOf } from './commit-role-edit.js';
import { planDisabling } from './plan-disabling.js';
/** The plan by what stands there now. Writes nothing. */
export function previewDisabling(db, roles, seen, { uid, edit }) {
    const holders = () => topRoleHolders(db, roles).get();
    return planAmongOwners(roles, uid, holders, (hasOther) => planDisabling(roles, seen.data, edit, hasOther));
}
/**
 * Writes the edit to `users/{uid}`, and makes the document where there is none, if that is still the
 * revision that was seen and the plan is still to write.
 *
 * @returns the plan that was carried out, or `moved` when somebody else has changed the document.
 */
export function commitDisabling(db, roles, seen, { uid, edit, profile, changeId, reason }) {
    const reference = db.doc(userPath(uid));
    return db.runTransaction(async (transaction) => {
        const source = sourceOf(await transaction.get(reference));
        if (!isSameRevision(source, seen))
            return { outcome: 'moved' };
        const holders = () => transaction.get(topRoleHolders(db, roles));
        const plan = await planAmongOwners(roles, uid, holders, (hasOther) => planDisabling(roles, source.data, edit, hasOther));
        if (plan.outcome !== 'write')
            return plan;
        const closeInvites = edit.disabled
            ? await readInvitesToClose(db, transaction, addressesOf(source.data, profile))
            : null;
        const now = FieldValue.serverTimestamp();
        const written = {
            disabled: edit.disabled,
            ...(edit.sessions && { sessionsRevokedAt: now }),
            updatedAt: now,
            updatedBy: null,
            changeId,
        };
        if (source.data !== null)
            transaction.update(reference, written);
        else {
            const empty = { ...profile, role: null, roleExpiresAt: null, createdAt: now };
            transaction.create(reference, { ...empty, ...written });
        }
        const before = auditStateOf(source.data ?? undefined);
        const actor = { kind: 'service', uid: null };
        createAuditEntry(db, transaction, changeId, {
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
