/** An app's roles as a value: made by `defineRoles`. */
export interface Roles<Role extends string = string, Permission extends string = string> {
    /** What each role may do. */
    readonly permissions: Readonly<Record<Role, readonly Permission[]>>;
    /** Role names by rank, lowest first. */
    readonly ranking: readonly Role[];
    /** What a new account gets when no invite says otherwise; null for no role. */
    readonly initialRole: Role | null;
}
/**
 * A role table: roles, and which permission lets people grant them. The engine (sync, rules generator,
 * guards, client core, command line) takes one of these and names no role itself.
 */
export interface RoleTable<Role extends string = string, Permission extends string = string> extends Roles<Role, Permission> {
    /** The permission that lets its holder change the roles of people below their own rank. */
    readonly grantPermission: Permission;
}
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
export declare function defineRoles<const Ranking extends readonly string[], const Permissions extends Readonly<Record<Ranking[number], readonly string[]>>>(definition: {
    /** Every role, the lowest rank first. */
    readonly ranking: Ranking;
    /** What each role may do; no role inherits from another. */
    readonly permissions: Permissions;
    /** What a new account gets; null for no role. */
    readonly initialRole: Ranking[number] | null;
}): Roles<Ranking[number], Permissions[Ranking[number]][number]>;
/** The table that the engine takes: the roles, and the permission that lets people grant them. */
export declare function withGrantPermission<Role extends string, Permission extends string>({ permissions, ranking, initialRole }: Roles<Role, Permission>, grantPermission: Permission): RoleTable<Role, Permission>;
/** Whether `value` is, to the letter, a role of the table. */
export declare function isRole<Role extends string>(table: Roles<Role>, value: unknown): value is Role;
/** The role's rank, 0 for the lowest; -1 for no role and for an unknown one. */
export declare function rankOf(table: Roles, role: string | null): number;
/** The role of the highest rank, which alone may change its own kind. */
export declare function topRole<Role extends string>(table: Roles<Role>): Role;
/** What the role may do; nothing for no role and for an unknown one. */
export declare function permissionsOf<Permission extends string>(table: Roles<string, Permission>, role: string | null): readonly Permission[];
/** Whether the role holds the permission; false for no role and for an unknown one. */
export declare function permits(table: Roles, role: string | null, permission: string): boolean;
