/**
 * A role table as a value. The engine (sync, rules generator, guards, client core, admin tools)
 * takes one of these and names no role itself, so that another app brings its own.
 */
export interface RoleTable<Role extends string = string, Permission extends string = string> {
  /** Every role and what it may do; the order of the keys is the rank, lowest first. */
  readonly permissions: Readonly<Record<Role, readonly Permission[]>>;
  /** Role names by rank, lowest first. */
  readonly ranking: readonly Role[];
  /** What a new account gets when no invite says otherwise. */
  readonly initialRole: Role;
  /** The permission that lets its holder change the roles of people below their own rank. */
  readonly grantPermission: Permission;
}

/** Role names travel in every token and stand in security rules: short, ASCII, no blanks. */
const ROLE_NAME = /^[a-z][a-z0-9_-]{0,31}$/;

/**
 * Builds a role table.
 *
 * @throws {TypeError} when the table is empty, a name is not a short lower-case ASCII word, or
 *   `initialRole` or `grantPermission` does not occur in it.
 */
export function defineRoles<
  const Definition extends Readonly<Record<string, readonly string[]>>,
>(definition: {
  readonly permissions: Definition;
  readonly initialRole: keyof Definition & string;
  readonly grantPermission: Definition[keyof Definition][number];
}): RoleTable<keyof Definition & string, Definition[keyof Definition][number]> {
  const { permissions, initialRole, grantPermission } = definition;
  const ranking = Object.keys(permissions) as (keyof Definition & string)[];
  for (const name of ranking) {
    if (!ROLE_NAME.test(name)) {
      throw new TypeError(
        `The role name ${JSON.stringify(name)} must be a lower-case ASCII word of at most 32 characters.`,
      );
    }
  }
  if (!ranking.includes(initialRole)) {
    throw new TypeError(`initialRole ${JSON.stringify(initialRole)} is not a role of the table.`);
  }
  if (!Object.values(permissions).flat().includes(grantPermission)) {
    throw new TypeError(`No role holds grantPermission ${JSON.stringify(grantPermission)}.`);
  }
  return { permissions, ranking, initialRole, grantPermission };
}

/** Whether `value` is, to the letter, a role of the table. */
export function isRole<Role extends string>(table: RoleTable<Role>, value: unknown): value is Role {
  return typeof value === 'string' && table.ranking.includes(value as Role);
}

/** The role's rank, 0 for the lowest; -1 for no role and for an unknown one. */
export function rankOf(table: RoleTable, role: string | null): number {
  return role === null ? -1 : table.ranking.indexOf(role);
}

/** The role of the highest rank, which alone may change its own kind. */
export function topRole<Role extends string>(table: RoleTable<Role>): Role {
  return table.ranking[table.ranking.length - 1] as Role;
}

/** What the role may do; nothing for no role and for an unknown one. */
export function permissionsOf<Permission extends string>(
  table: RoleTable<string, Permission>,
  role: string | null,
): readonly Permission[] {
  return isRole(table, role) ? (table.permissions[role] ?? []) : [];
}

/** Whether the role holds the permission; false for no role and for an unknown one. */
export function permits(table: RoleTable, role: string | null, permission: string): boolean {
  return permissionsOf(table, role).includes(permission);
}
