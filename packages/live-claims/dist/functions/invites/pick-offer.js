import { isRole, rankOf, refuseRoleChange, versionAt, } from '../../core/index.js';
import { OPERATOR } from './invite-terms.js';
/**
 * The invite that gives the taker the most, or null when none gives them anything: it is over or older
 * than what was decided about them, names no role of the table or none above the one they have, or its
 * inviter could not give the role themselves at this moment.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function pickOffer(roles, offers, taker, now) {
    const good = offers.filter((offer) => isGood(roles, offer, taker, now));
    const rank = ({ invite }) => rankOf(roles, invite.role);
    return good.sort((a, b) => rank(b) - rank(a))[0] ?? null;
}
function isGood(roles, { invite, inviterRole, inviterUntil }, { uid, standing, effective, loweredVersion }, now) {
    const { role, invitedBy } = invite;
    if (invite.acceptedAt !== null || isOver(invite, now) || !isRole(roles, role))
        return false;
    if (versionAt(invite.createdAt) <= loweredVersion)
        return false;
    if (rankOf(roles, role) <= rankOf(roles, effective))
        return false;
    if (invitedBy === OPERATOR)
        return true;
    const actor = { uid: invitedBy, role: inviterRole, expiresAt: inviterUntil ?? null };
    return refuseRoleChange(roles, { actor, target: { uid, role: standing }, role }) === null;
}
/** Whether the time of an invite is over; it is from that very moment on. */
export function isOver({ expiresAt }, now) {
    return expiresAt !== null && expiresAt.seconds * 1000 + expiresAt.nanoseconds / 1e6 <= now;
}
