import { permits, rankOf, topRole } from './roles.js';
/**
 * Decides whether the actor may make the change; null when they may.
 *
 * Nobody changes their own role. Nobody changes someone at or above their own rank, nor grants a
 * rank at or above it, except that the top role may change everyone else. Whoever holds their role for a
 * time grants for that time at most: else an accomplice would give it back to them for good. Whether
 * somebody keeps the top role needs the database: see `holdsTopRoleForGood`.
 */
export function refuseRoleChange(table, change) {
    const { actor, target, role } = change;
    if (!permits(table, actor.role, table.grantPermission))
        return 'not-allowed';
    if (actor.uid === target.uid)
        return 'own-role';
    const rank = rankOf(table, actor.role);
    const isTooLow = rankOf(table, target.role) >= rank || rankOf(table, role) >= rank;
    if (actor.role !== topRole(table) && isTooLow)
        return 'rank-too-low';
    return role !== null && endsAfter(change.expiresAt, actor.expiresAt) ? 'beyond-own-end' : null;
}
function endsAfter(end, limit) {
    return limit != null && (end == null || end > limit);
}
/**
 * Whether a grant is the top role without an end. The last of these must stay one: whoever holds the
 * top role for a time may change the others, and would leave nobody when their time is over.
 */
export function holdsTopRoleForGood(table, grant) {
    return grant !== null && grant.role === topRole(table) && grant.expiresAt === null;
}
/**
 * The roles that the actor may give to the target, by rank, until the actor's own end where there is one;
 * empty when they may change nothing.
 */
export function grantableRoles(table, actor, target) {
    const { expiresAt = null } = actor;
    return table.ranking.filter((role) => refuseRoleChange(table, { actor, target, role, expiresAt }) === null);
}
