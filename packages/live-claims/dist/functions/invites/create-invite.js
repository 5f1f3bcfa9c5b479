import { FieldValue, Timestamp, } from 'firebase-admin/firestore';
import { COLLECTIONS, parseInvite, } from '../../core/index.js';
import { allowanceDoc, spendOne } from './allowance.js';
import { auditInvite, offered } from './audit-invite.js';
import { inviteId } from './invite-id.js';
import { actorOf, inviterId, readInviter } from './inviter.js';
import { openInvites } from './open-invites.js';
import { isOver } from './pick-offer.js';
/**
 * Writes an invite, if its inviter could give the role at the moment of the commit. It replaces an
 * open one to the same address, if the inviter could have written that one too. Whether there is an
 * account with the address plays no part, so that nothing tells.
 */
export function createInvite({ db, roles }, { email, role, expiresAt, inviter, reason = null, now }) {
    const id = inviteId(email);
    const invite = db.collection(COLLECTIONS.invites).doc(id);
    return db.runTransaction(async (transaction) => {
        const refuse = await readInviter({ db, roles }, transaction, inviter, now);
        const refusal = refuse(role);
        if (refusal !== null)
            return { outcome: 'refused', reason: refusal };
        const allowance = inviter.kind === 'person' ? allowanceDoc(db, inviter.uid) : null;
        const [{ docs: open }, , counted] = await Promise.all([
            transaction.get(openInvites(db, email)),
            // Reading it is what makes two of the same moment stand in line.
            transaction.get(invite),
            allowance && transaction.get(allowance),
        ]);
        const live = open.filter((document) => stillOffers(document, now));
        for (const document of live) {
            const beyond = refuse(roleIn(document));
            if (beyond !== null)
                return { outcome: 'refused', reason: beyond };
        }
        if (allowance !== null) {
            const spent = spendOne(counted?.data(), now);
            if (spent === null)
                return { outcome: 'too-many' };
            transaction.set(allowance, { ...spent });
        }
        for (const document of open)
            if (document.id !== id)
                transaction.delete(document.ref);
        transaction.set(invite, {
            email,
            role,
            invitedBy: inviterId(inviter),
            createdAt: FieldValue.serverTimestamp(),
            expiresAt: Timestamp.fromMillis(expiresAt),
            acceptedAt: null,
            acceptedBy: null,
        });
        const replaced = live.map(roleIn)[0] ?? null;
        auditInvite(db, transaction, {
            type: 'invite-created',
            inviteId: id,
            email,
            uid: null,
            actor: actorOf(inviter),
            before: replaced === null ? null : offered(replaced),
            after: offered(role),
            reason,
        });
        return { outcome: 'created', inviteId: id, replaced };
    });
}
/** What cannot be read as an invite offers nothing. */
function stillOffers(document, now) {
    const invite = parseInvite(document.data());
    return invite !== null && !isOver(invite, now);
}
function roleIn(document) {
    const role = document.get('role');
    return typeof role === 'string' ? role : null;
}
