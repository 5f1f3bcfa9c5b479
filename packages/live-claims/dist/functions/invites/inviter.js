import { refuseRoleChange, userPath } from '../../core/index.js';
import { principalOf } from '../role-change/role-that-counts.js';
import { OPERATOR } from './invite-terms.js';
/** What stands in the invite as `invitedBy`. */
export const inviterId = (inviter) => inviter.kind === 'person' ? inviter.uid : OPERATOR;
/** The same for the audit log. */
export const actorOf = (inviter) => inviter.kind === 'person' ? { kind: 'person', uid: inviter.uid } : { kind: 'service', uid: null };
/**
 * Reads the inviter's role in the transaction. An invite is a grant to somebody whom nobody knows
 * yet, and without an end, so the rules of granting decide.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export async function readInviter({ db, roles }, transaction, inviter, now) {
    if (inviter.kind === 'operator')
        return () => null;
    const { uid } = inviter;
    const person = await transaction.get(db.doc(userPath(uid)));
    const actor = principalOf(roles, uid, person.data(), now);
    return (role) => refuseRoleChange(roles, { actor, target: { uid: '', role: null }, role });
}
