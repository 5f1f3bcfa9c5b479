/** Role names travel in every token and stand in security rules: short, ASCII, no blanks. */
const ROLE_NAME = /^[a-z][a-z0-9_-]{0,31}$/;
/**
 * Builds an app's roles.
 *
 * @throws {TypeError} when the ranking is empty or names a role twice, when it and `permissions` do not
 *   name the same roles, when a name is not a short lower-case ASCII word, or when `initialRole` is none of them.
 *
 * @example
 * export const roles = defineRoles({
 *   ranking: ['member', 'moderator'],
 *   permissions: { member: ['threads.read'], moderator: ['threads.read', 'users.manage'] },
 *   initialRole: 'member',
 * });
 */
export function defineRoles(definition) {
    const { ranking, permissions, initialRole } = definition;
    for (const name of ranking) {
        if (!ROLE_NAME.test(name)) {
            throw new TypeError(`The role name ${JSON.stringify(name)} must be a lower-case ASCII word of at most 32 characters.`);
        }
        if (!Object.hasOwn(permissions, name)) {
            throw new TypeError(`permissions says nothing about the role ${JSON.stringify(name)}.`);
        }
    }
    const names = new Set(ranking);
    if (names.size === 0)
        throw new TypeError('ranking must name at least one role.');
    if (names.size < ranking.length)
        throw new TypeError('ranking names a role twice.');
    const unranked = Object.keys(permissions).find((name) => !names.has(name));
    if (unranked !== undefined) {
        throw new TypeError(`The role ${JSON.stringify(unranked)} has no place in ranking.`);
    }
    if (initialRole !== null && !names.has(initialRole)) {
        throw new TypeError(`initialRole ${JSON.stringify(initialRole)} is not a role of the table.`);
    }
    return { permissions, ranking, initialRole };
}
/** The table that the engine takes: the roles, and the permission that lets people grant them. */
export function withGrantPermission({ permissions, ranking, initialRole }, grantPermission) {
    return { permissions, ranking, initialRole, grantPermission };
}
/** Whether `value` is, to the letter, a role of the table. */
export function isRole(table, value) {
    return typeof value === 'string' && table.ranking.includes(value);
}
/** The role's rank, 0 for the lowest; -1 for no role and for an unknown one. */
export function rankOf(table, role) {
    return role === null ? -1 : table.ranking.indexOf(role);
}
/** The role of the highest rank, which alone may change its own kind. */
export function topRole(table) {
    return table.ranking[table.ranking.length - 1];
}
/** What the role may do; nothing for no role and for an unknown one. */
export function permissionsOf(table, role) {
    return isRole(table, role) ? (table.permissions[role] ?? []) : [];
}
/** Whether the role holds the permission; false for no role and for an unknown one. */
export function permits(table, role, permission) {
    return permissionsOf(table, role).includes(permission);
}
