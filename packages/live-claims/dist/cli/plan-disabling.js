import { holdsTopRoleForGood, NO_GRANT, readGrant, } from '../core/index.js';
/**
 * Decides whether an operator may disable or enable somebody, and what it takes.
 *
 * @param hasOtherOwner whether somebody else holds the top role for good.
 */
export function planDisabling(roles, data, { disabled, sessions }, hasOtherOwner) {
    const stored = data?.disabled ?? false;
    if (stored === disabled && !sessions)
        return { outcome: 'already-so' };
    const after = readGrant(roles, { ...data, disabled });
    if (after.problem !== null)
        return { outcome: 'cannot-apply', problem: after.problem };
    const before = data === null ? NO_GRANT : readGrant(roles, data).grant;
    const stepsDown = disabled && holdsTopRoleForGood(roles, before);
    return { outcome: stepsDown && !hasOtherOwner ? 'last-owner' : 'write' };
}
