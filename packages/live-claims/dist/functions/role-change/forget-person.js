import { FieldValue } from 'firebase-admin/firestore';
import { COLLECTIONS, markerPath, parseMarker, parseUserProfile, userPath, } from '../../core/index.js';
import { createAuditEntry } from '../audit/write-entry.js';
import { readInvitesToClose } from '../invites/close-invites.js';
/**
 * Does with `users/{uid}` what the app wants of a deleted account's document, with an entry in the audit
 * log, and closes the open invites to its addresses: whoever signs up with one of them later starts anew.
 * The trigger of a change sees to the marker, which stays.
 */
export function forgetPerson(db, order) {
    const { uid, actor, reason, emails, sparesRoles, madeBefore = null, accountSince } = order;
    const isDeleted = order.document === 'delete-document';
    const person = db.doc(userPath(uid));
    return db.runTransaction(async (transaction) => {
        const [user, marker] = await transaction.getAll(person, db.doc(markerPath(uid)));
        const said = parseMarker(marker?.data());
        const role = user?.get('role') ?? null;
        if (user?.exists) {
            if (sparesRoles && role !== null)
                return { outcome: 'spared', role: null };
            const isLater = madeBefore !== null && (user.createTime?.toMillis() ?? 0) >= madeBefore;
            if (isLater)
                return { outcome: 'spared', role: null };
        }
        else {
            // Whoever never had any access leaves nothing that would have to be written down.
            const isKnown = accountSince === undefined || said === null;
            if (isKnown || (await isWrittenDown(db, transaction, uid, accountSince))) {
                return { outcome: 'missing', role: null };
            }
        }
        const email = user?.get('email');
        const addresses = typeof email === 'string' ? [...emails, email] : emails;
        const closeInvites = await readInvitesToClose(db, transaction, addresses);
        if (user?.exists && isDeleted)
            transaction.delete(person);
        if (user?.exists && order.document === 'clear-access') {
            transaction.update(person, withoutAccess());
        }
        closeInvites({ actor, reason });
        const { displayName, email: address } = parseUserProfile(user?.data());
        createAuditEntry(db, transaction, null, {
            type: 'account-purged',
            uid,
            name: displayName,
            email: address ?? emails[0] ?? null,
            before: said && {
                role: said.role,
                disabled: said.disabled,
                expiresAt: said.expiresAt,
                sessionsRevokedAt: said.sessionsRevokedAt?.seconds ?? null,
            },
            after: null,
            actor,
            reason,
            outcome: 'applied',
            version: said?.version ?? 0,
        });
        const outcome = user?.exists ? (isDeleted ? 'deleted' : 'kept') : 'missing';
        return { outcome, role: typeof role === 'string' ? role : null };
    });
}
/** Nothing that grants anything; when the sessions ended stays. */
function withoutAccess() {
    const updatedAt = FieldValue.serverTimestamp();
    return { role: null, roleExpiresAt: null, disabled: false, updatedAt, updatedBy: null };
}
/** Whether the log has the deletion of an account that was made at that time. */
async function isWrittenDown(db, transaction, uid, accountSince) {
    const purges = db
        .collection(COLLECTIONS.auditLog)
        .where('uid', '==', uid)
        .where('type', '==', 'account-purged');
    const { docs } = await transaction.get(purges);
    return docs.some(({ createTime }) => createTime.toMillis() >= accountSince);
}
/** Deletes an account; returns whether there was one. */
export async function deleteAccount(auth, uid) {
    try {
        await auth.deleteUser(uid);
        return true;
    }
    catch (error) {
        if (error?.code !== 'auth/user-not-found')
            throw error;
        return false;
    }
}
