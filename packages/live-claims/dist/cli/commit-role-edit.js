import { FieldValue, Timestamp } from 'firebase-admin/firestore';
import { rankOf, readGrant, userPath } from '../core/index.js';
import { auditStateOf, createAuditEntry } from '../functions/audit/write-entry.js';
import { sourceOf } from '../functions/firebase/firestore-documents.js';
import { readInvitesToClose } from '../functions/invites/close-invites.js';
import { topRoleHolders } from '../functions/role-change/top-role-holders.js';
import { isSameRevision } from '../functions/sync/sync-user.js';
import { planAmongOwners } from './among-owners.js';
import { planRoleEdit, saysSo } from './plan-role-edit.js';
/** The plan for an edit, by what stands there now. Writes nothing. */
export function previewRoleEdit(db, roles, seen, { uid, edit }) {
    const holders = () => topRoleHolders(db, roles).get();
    return planAmongOwners(roles, uid, holders, (hasOther) => planRoleEdit(roles, seen, edit, hasOther));
}
/**
 * Writes the edit to `users/{uid}`, if that is still the revision that was seen and the plan is
 * still to write. One transaction: of two operators who take each other's role at the same time,
 * the second one finds that they may not.
 *
 * @returns the plan that was carried out, or `moved` when somebody else has changed the document.
 */
export function commitRoleEdit(db, roles, seen, { uid, edit, profile, changeId, reason }) {
    const reference = db.doc(userPath(uid));
    return db.runTransaction(async (transaction) => {
        const source = sourceOf(await transaction.get(reference));
        if (!isSameRevision(source, seen.source))
            return { outcome: 'moved' };
        const holders = () => transaction.get(topRoleHolders(db, roles));
        const plan = await planAmongOwners(roles, uid, holders, (hasOther) => planRoleEdit(roles, { ...seen, source }, edit, hasOther));
        if (plan.outcome !== 'edit' && plan.outcome !== 'create')
            return plan;
        const closeInvites = lowers(roles, source.data, edit)
            ? await readInvitesToClose(db, transaction, addressesOf(source.data, profile))
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
        if (source.data !== null)
            transaction.update(reference, written);
        else {
            transaction.create(reference, { ...profile, disabled: false, createdAt: now, ...written });
        }
        const actor = { kind: 'service', uid: null };
        createAuditEntry(db, transaction, changeId, {
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
function lowers(roles, data, edit) {
    const before = data === null ? null : readGrant(roles, data).grant.role;
    return edit.role === null || rankOf(roles, edit.role) < rankOf(roles, before);
}
/** The addresses that a person is invited by: the document's and Firebase Auth's. */
export function addressesOf(data, { email }) {
    return [data?.email, email].filter((address) => typeof address === 'string');
}
