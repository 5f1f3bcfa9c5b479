import { FieldValue } from 'firebase-admin/firestore';
import { COLLECTIONS } from '../../core/index.js';
/** Writes the entry in the transaction of what it tells of. */
export function auditInvite(db, transaction, { inviteId, reason = null, ...event }) {
    transaction.create(db.collection(COLLECTIONS.auditLog).doc(), {
        at: FieldValue.serverTimestamp(),
        ...event,
        reason: [inviteReason(inviteId), reason].filter(Boolean).join(': '),
        outcome: 'applied',
        version: 0,
    });
}
/** How entries name the invite that they come from. */
export const inviteReason = (inviteId) => `Invite ${inviteId}`;
/** What an invite offers, or what it was taken for, as the log has it. */
export function offered(role) {
    return { role, disabled: false, expiresAt: null, sessionsRevokedAt: null };
}
