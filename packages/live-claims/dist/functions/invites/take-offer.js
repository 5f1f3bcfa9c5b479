import { FieldValue } from 'firebase-admin/firestore';
import { COLLECTIONS, parseInvite } from '../../core/index.js';
import { auditInvite, offered } from './audit-invite.js';
/**
 * Takes an invite in the transaction that gives its role, for good: nobody ever takes it again, also
 * no account that is made anew with the same address.
 */
export function takeOffer(place, transaction, offer, { uid, kind, before }) {
    const { id, reference, invite } = offer;
    lowerLostSignUp(place, transaction, offer);
    transaction.update(reference, { acceptedAt: FieldValue.serverTimestamp(), acceptedBy: uid });
    auditInvite(place.db, transaction, {
        type: 'invite-accepted',
        inviteId: id,
        email: invite.email,
        uid,
        actor: { kind, uid },
        before: before === null ? null : offered(before),
        after: offered(invite.role),
    });
}
/**
 * Keeps an invite for a sign-up, in the transaction that gives its role. The account is not there yet,
 * and may never be: Firebase Auth, or another blocking function, can still refuse it, and the invite
 * has to be open then. `finishReserved` takes it once the account is there.
 */
export function reserveOffer(place, transaction, offer, uid) {
    lowerLostSignUp(place, transaction, offer);
    transaction.update(offer.reference, { reservedFor: uid });
}
/** Takes, for good, what was kept for a sign-up whose account is there now. Safe to repeat. */
export function finishReserved(place, uid) {
    const { db } = place;
    const kept = db
        .collection(COLLECTIONS.invites)
        .where('reservedFor', '==', uid)
        .where('acceptedAt', '==', null);
    return db.runTransaction(async (transaction) => {
        const { docs } = await transaction.get(kept);
        for (const document of docs) {
            const invite = parseInvite(document.data());
            if (invite === null)
                continue;
            const reference = document.ref;
            const offer = { id: document.id, invite, inviterRole: null, reference, lostSignUp: null };
            takeOffer(place, transaction, offer, { uid, kind: 'sign-up', before: null });
        }
    });
}
/** What was granted to a sign-up that never became an account goes with the invite to the next one. */
function lowerLostSignUp({ engine }, transaction, { lostSignUp }) {
    if (lostSignUp === null)
        return;
    transaction.update(lostSignUp, {
        role: engine.roles.initialRole,
        updatedAt: FieldValue.serverTimestamp(),
        updatedBy: null,
    });
}
