import { readGrant } from '../../core/index.js';
/**
 * The role of who acts: only a readable, enabled, unexpired one counts.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function roleOfActor(roles, user, now) {
    const { grant } = readGrant(roles, user ?? {});
    const ended = grant.expiresAt !== null && grant.expiresAt * 1000 <= now;
    return ended ? null : grant.role;
}
/** Who acts, with the end of their own role: whoever gives a role gives it until then at most. */
export function principalOf(roles, uid, user, now) {
    const role = roleOfActor(roles, user, now);
    const { expiresAt } = readGrant(roles, user ?? {}).grant;
    return { uid, role, expiresAt: role === null ? null : expiresAt };
}
/** The role of who is changed: what stands there counts, also while it is disabled or expired. */
export function roleOfTarget(user) {
    return typeof user?.role === 'string' ? user.role : null;
}
