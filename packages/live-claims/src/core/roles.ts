import type { ClaimSources } from './additional-claims.ts';
import { PERMISSION_NAME, ROLE_NAME } from './name-patterns.ts';
import { DEFAULT_NAMES, type UserFields } from './names.ts';

/**
 * An app's roles as a value: made by `defineRoles`.
 *
 * @example const highest = ({ ranking }: Roles) => ranking.at(-1);
 */
export interface Roles<Role extends string = string, Permission extends string = string> {
  /** What each role may do. */
  readonly permissions: Readonly<Record<Role, readonly Permission[]>>;
  /** Role names by rank, lowest first. */
  readonly ranking: readonly Role[];
  /** The role of a new account without an invite; null for no role. */
  readonly initialRole: Role | null;
}

/**
 * A role table: roles, and the permission that is needed to grant them. The engine (sync, rules generator,
 * guards, client core, command line) takes one of these and names no role itself.
 *
 * @example const table: RoleTable = withGrantPermission(roles, 'users.manage');
 */
export interface RoleTable<Role extends string = string, Permission extends string = string>
  extends Roles<Role, Permission> {
  /** The permission that lets its holder change the roles of people below their own rank. */
  readonly grantPermission: Permission;
  /** What the app calls the fields of `users/{uid}`, for what is said about them. */
  readonly fields: UserFields;
  /** The claims beside the role. @default none */
  readonly claims?: ClaimSources | undefined;
  /** The table of memberships. @default undefined: the app has no organisations */
  readonly orgs?: OrgTable | undefined;
}

/**
 * The role table of memberships in organisations, with the codes that stand for its roles in the token.
 *
 * @example const { ranking, codes }: OrgTable = config.orgs;
 */
export interface OrgTable<Role extends string = string, Permission extends string = string>
  extends Omit<RoleTable<Role, Permission>, 'claims' | 'orgs'> {
  /** What stands for each role in the token. */
  readonly codes: Readonly<Record<Role, string>>;
  readonly can: OrgCapabilities<Permission>;
}

/**
 * Which permission in an organisation allows its members each operation there.
 *
 * @example
 * const can: OrgCapabilities = { grantRoles: 'members.manage', listMembers: 'posts.read', readAudit: 'members.manage' };
 */
export interface OrgCapabilities<Permission extends string = string> {
  /** Invite, remove, and change the roles of members below one's own rank. */
  readonly grantRoles: Permission;
  /** Read the list of members. @default the permission of `grantRoles` */
  readonly listMembers: Permission;
  /** Read the organisation's audit log. @default the permission of `grantRoles` */
  readonly readAudit: Permission;
}

/**
 * Builds an app's roles.
 *
 * @throws {TypeError} when the ranking is empty or names a role twice, when it and `permissions` do not
 *   name the same roles, when a role's name is not a short lower-case ASCII word or a permission's has blanks or other
 *   signs than `.` `_` `:` `-`, or when `initialRole` is none of the roles.
 *
 * @example
 * export const roles = defineRoles({
 *   ranking: ['member', 'moderator'],
 *   permissions: { member: ['threads.read'], moderator: ['threads.read', 'users.manage'] },
 *   initialRole: 'member',
 * });
 */
export function defineRoles<
  const Ranking extends readonly string[],
  const Permissions extends Readonly<Record<Ranking[number], readonly string[]>>,
>(definition: {
  /** Every role, the lowest rank first. */
  readonly ranking: Ranking;
  /** What each role may do; no role inherits from another. */
  readonly permissions: Permissions;
  /** The role of a new account; null for no role. */
  readonly initialRole: Ranking[number] | null;
}): Roles<Ranking[number], Permissions[Ranking[number]][number]> {
  const { ranking, permissions, initialRole } = definition;
  for (const name of ranking) {
    if (!ROLE_NAME.test(name)) {
      throw new TypeError(
        `The role name ${JSON.stringify(name)} must be a lower-case ASCII word of at most 32 characters.`,
      );
    }
    if (!Object.hasOwn(permissions, name)) {
      throw new TypeError(`permissions says nothing about the role ${JSON.stringify(name)}.`);
    }
  }
  const names = new Set<string>(ranking);
  if (names.size === 0) throw new TypeError('ranking must name at least one role.');
  if (names.size < ranking.length) throw new TypeError('ranking names a role twice.');
  const unranked = Object.keys(permissions).find((name) => !names.has(name));
  if (unranked !== undefined) {
    throw new TypeError(`The role ${JSON.stringify(unranked)} has no place in ranking.`);
  }
  const badPermission = Object.values<readonly string[]>(permissions)
    .flat()
    .find((permission) => !PERMISSION_NAME.test(permission));
  if (badPermission !== undefined) {
    throw new TypeError(
      `The permission ${JSON.stringify(badPermission)} must be a letter and at most 63 more letters, digits or signs out of . _ : -`,
    );
  }
  if (initialRole !== null && !names.has(initialRole)) {
    throw new TypeError(`initialRole ${JSON.stringify(initialRole)} is not a role of the table.`);
  }
  return { permissions, ranking, initialRole };
}

/**
 * The table that the engine takes: the roles, the permission that is needed to grant them, the app's names of fields.
 *
 * @example withGrantPermission(roles, 'users.manage').grantPermission // 'users.manage'
 */
export function withGrantPermission<Role extends string, Permission extends string>(
  { permissions, ranking, initialRole }: Roles<Role, Permission>,
  grantPermission: Permission,
  fields: UserFields = DEFAULT_NAMES.fields,
  beside: Pick<RoleTable, 'claims' | 'orgs'> = {},
): RoleTable<Role, Permission> {
  return { permissions, ranking, initialRole, grantPermission, fields, ...beside };
}

/**
 * Whether `value` is, to the letter, a role of the table.
 *
 * @example isRole(roles, 'Editor') // false
 */
export function isRole<Role extends string>(table: Roles<Role>, value: unknown): value is Role {
  return typeof value === 'string' && table.ranking.includes(value as Role);
}

/**
 * The role's rank, 0 for the lowest; -1 for no role and for an unknown one.
 *
 * @example rankOf(roles, 'viewer') // 0
 */
export function rankOf(table: Roles, role: string | null): number {
  return role === null ? -1 : table.ranking.indexOf(role);
}

/**
 * The role of the highest rank, the only one that may change users of its own rank.
 *
 * @example topRole(roles) // 'owner'
 */
export function topRole<Role extends string>(table: Roles<Role>): Role {
  return table.ranking[table.ranking.length - 1] as Role;
}

/**
 * What the role may do; nothing for no role and for an unknown one.
 *
 * @example permissionsOf(roles, 'editor') // ['posts.read', 'posts.write']
 */
export function permissionsOf<Permission extends string>(
  table: Roles<string, Permission>,
  role: string | null,
): readonly Permission[] {
  return isRole(table, role) ? (table.permissions[role] ?? []) : [];
}

/**
 * Whether the role holds the permission; false for no role and for an unknown one.
 *
 * @example permits(roles, 'viewer', 'posts.write') // false
 */
export function permits(table: Roles, role: string | null, permission: string): boolean {
  return permissionsOf(table, role).includes(permission);
}
