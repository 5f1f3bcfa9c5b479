import { COLLECTIONS } from '../../core/index.js';
import { auditInvite, offered } from './audit-invite.js';
import { actorOf, readInviter } from './inviter.js';
/**
 * Takes an open invite back, also one that is over or that nobody can read. Whoever may not write
 * invites does not learn whether there is one.
 */
export function withdrawInvite({ db, roles }, { inviteId, inviter, reason = null, now }) {
    const reference = db.collection(COLLECTIONS.invites).doc(inviteId);
    return db.runTransaction(async (transaction) => {
        const refuse = await readInviter({ db, roles }, transaction, inviter, now);
        const mayNot = refuse(null);
        if (mayNot !== null)
            return { outcome: 'refused', reason: mayNot };
        const invite = await transaction.get(reference);
        if (!invite.exists || (invite.get('acceptedAt') ?? null) !== null) {
            return { outcome: 'not-open' };
        }
        const role = textIn(invite.get('role'));
        const refusal = refuse(role);
        // What is taken back has no end: somebody with a role for a time may.
        if (refusal !== null && refusal !== 'beyond-own-end') {
            return { outcome: 'refused', reason: refusal };
        }
        transaction.delete(reference);
        auditInvite(db, transaction, {
            type: 'invite-withdrawn',
            inviteId,
            email: textIn(invite.get('email')) ?? '',
            uid: null,
            actor: actorOf(inviter),
            before: offered(role),
            after: null,
            reason,
        });
        return { outcome: 'withdrawn' };
    });
}
const textIn = (value) => (typeof value === 'string' ? value : null);
