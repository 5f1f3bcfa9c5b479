import { FieldValue, } from 'firebase-admin/firestore';
import { COLLECTIONS, isTimestamp, } from '../../core/index.js';
/**
 * Adds an entry to the audit log, in the commit of the change that it tells of. It is created, never set over
 * another one: where the id is taken, the commit fails with ALREADY_EXISTS.
 *
 * @param changeId the id that the change leaves in `users/{uid}`; null for an entry that no document names.
 * @example
 * transaction.update(person, { role, changeId });
 * createAuditEntry(db, transaction, changeId, { type: 'token-claims-change', uid, before, after, actor, reason });
 */
export function createAuditEntry(db, commit, changeId, entry) {
    const log = db.collection(COLLECTIONS.auditLog);
    const { outcome = 'written', version = 0, reason = null, name = null, email = null } = entry;
    const { type, uid, before, after, actor, problem = null } = entry;
    const fields = {
        type,
        uid,
        name,
        email,
        before,
        after,
        actor,
        reason,
        outcome,
        version,
        problem,
    };
    // One of the two types at a time; TypeScript cannot call a method of a union of overloads.
    commit.create(changeId === null ? log.doc() : log.doc(changeId), {
        at: FieldValue.serverTimestamp(),
        ...fields,
    });
}
/**
 * A person's access as a `users/{uid}` document says it, for the log: the role text that stands there, whether
 * or not it can be read. Null for a document that does not exist.
 */
export function auditStateOf(data) {
    if (data === undefined)
        return null;
    const { role, roleExpiresAt, disabled = false, sessionsRevokedAt } = data;
    return {
        role: typeof role === 'string' ? role : null,
        disabled: disabled !== false,
        expiresAt: isTimestamp(roleExpiresAt) ? roleExpiresAt.seconds : null,
        sessionsRevokedAt: isTimestamp(sessionsRevokedAt) ? sessionsRevokedAt.seconds : null,
    };
}
