import { holdsTopRoleForGood, isTimestamp, NO_GRANT, readGrant, } from '../core/index.js';
import { planSync } from '../functions/sync/plan-sync.js';
/**
 * Decides whether an operator may make the edit, and what it takes. An operator outranks everybody,
 * so only two things stand in the way: an edit that the sync would have to reject, and one after
 * which nobody is in charge.
 *
 * @param hasOtherOwner whether somebody else holds the top role for good.
 */
export function planRoleEdit(roles, seen, edit, hasOtherOwner) {
    const { data, version } = seen.source;
    if (!edit.sessions && saysSo(data ?? {}, edit))
        return { outcome: 'already-so' };
    const after = { ...data, role: edit.role, roleExpiresAt: edit.expiresAt };
    const given = readGrant(roles, after);
    // Whatever else stands there, a role can be taken away.
    const takes = edit.role === null;
    if (!takes && given.problem !== null)
        return { outcome: 'cannot-apply', problem: given.problem };
    const problem = takes ? null : problemOfClaims(roles, seen, after, version);
    if (problem !== null)
        return { outcome: 'cannot-apply', problem };
    const before = grantedBy(roles, data);
    if (holdsTopRoleForGood(roles, before) &&
        !holdsTopRoleForGood(roles, given.grant) &&
        !hasOtherOwner) {
        return { outcome: 'last-owner' };
    }
    return { outcome: data === null ? 'create' : 'edit' };
}
/** What a document grants; null for an unreadable one. */
export function grantedBy(roles, data) {
    return data === null ? NO_GRANT : readGrant(roles, data).grant;
}
/** Whether a document with these fields says so already. */
export function saysSo(data, edit) {
    const { role = null, roleExpiresAt = null } = data;
    return role === edit.role && isSameEnd(roleExpiresAt, edit.expiresAt);
}
function isSameEnd(stored, end) {
    if (stored === null || end === null)
        return stored === end;
    return (isTimestamp(stored) && stored.seconds === end.seconds && stored.nanoseconds === end.nanoseconds);
}
/** What the sync would say about the account's claims with this document. */
function problemOfClaims(roles, seen, data, version) {
    const { marker } = planSync(roles, {
        source: { data, version: version + 1 },
        account: seen.account,
        now: seen.now,
        // Without one it says every problem, also one that the marker has said before.
        marker: null,
    });
    return marker?.status === 'rejected' ? marker.problem : null;
}
