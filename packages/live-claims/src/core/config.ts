import { DEFAULT_PER_SECOND, MAX_PER_SECOND } from './limits.ts';
import { type Roles, type RoleTable, withGrantPermission } from './roles.ts';

/** Which of the app's permissions allows each operation of live-claims. */
export interface Capabilities<Permission extends string = string> {
  /** Change the access of people below one's own rank, invite people, and start and stop jobs. */
  readonly grantRoles: Permission;
  /** Read the list of people. @default the permission of `grantRoles` */
  readonly listUsers: Permission;
  /** Read the audit log, jobs and their results. @default the permission of `grantRoles` */
  readonly readAudit: Permission;
}

/** Bounds, each with the platform's or a sensible figure as its default. */
export interface Limits {
  /**
   * Accounts that all jobs together may change a second, at most 1,000. Firebase Auth takes 10 account
   * updates a second of a project ("Firebase Authentication limits"); raise it when Google has raised that.
   *
   * @default 10
   */
  readonly accountsPerSecond: number;
}

/** What happens to `users/{uid}` when its account is deleted. */
export type OnAccountDeleted = 'clear-access' | 'delete-document';

/** What a new account's document gets beside its access: nothing, or the provider's name, address and picture. */
export type Provisioning = 'role-only' | 'profile';

/** The one value that functions, client, rules and command line are made from: see `defineConfig`. */
export interface LiveClaimsConfig<
  Role extends string = string,
  Permission extends string = string,
> {
  /** The role table, with the permission that lets people grant. */
  readonly roles: RoleTable<Role, Permission>;
  readonly can: Capabilities<Permission>;
  readonly region: string;
  readonly functionPrefix: string;
  readonly limits: Limits;
  readonly onAccountDeleted: OnAccountDeleted;
  readonly provisioning: Provisioning;
}

/** What an app says about itself. */
export interface ConfigOptions<Role extends string, Permission extends string> {
  /** Made by `defineRoles`. */
  readonly roles: Roles<Role, Permission>;
  /** `grantRoles` has no default: an app chooses it on purpose. */
  readonly can: Pick<Capabilities<NoInfer<Permission>>, 'grantRoles'> &
    Partial<Capabilities<NoInfer<Permission>>>;
  /**
   * Where the functions run, and so where their queue is. Keep it beside the database: every step of a
   * sync is a round trip to it.
   *
   * @default 'us-central1'
   */
  readonly region?: string;
  /**
   * The prefix of the functions' names where they are exported in a group:
   * `export const access = liveClaims(config).sync` is deployed as `access-syncClaims`, with the prefix
   * `access-`.
   *
   * @default ''
   */
  readonly functionPrefix?: string;
  readonly limits?: Partial<Limits>;
  /**
   * `clear-access` takes role, end and lock out of the document and leaves the rest, `delete-document`
   * deletes it with everything in it. Access never stays: the last tokens of a deleted account live for up
   * to an hour.
   *
   * @default 'clear-access'
   */
  readonly onAccountDeleted?: OnAccountDeleted;
  /**
   * `profile` also writes `email`, `displayName`, `photoURL` and `createdAt`, for an app whose list of
   * people is this collection.
   *
   * @default 'role-only'
   */
  readonly provisioning?: Provisioning;
}

/** Regions of Google Cloud: `us-central1`, `europe-west10`. */
const REGION = /^[a-z]+-[a-z]+\d+$/;

/** Names of functions in a group: letters, digits and the hyphens between. */
const PREFIX = /^([A-Za-z][A-Za-z0-9]*-)*$/;

/**
 * Checks an app's configuration and fills in the defaults. It does nothing else: no app is initialised,
 * nothing is read from the environment.
 *
 * @returns the value that `liveClaims`, the client, the rules and the command line take.
 * @throws {TypeError} with a sentence that names the option and what it may be.
 *
 * @example
 * export default defineConfig({
 *   roles,
 *   can: { grantRoles: 'users.manage', readAudit: 'audit.read' },
 *   region: 'europe-west1',
 * });
 */
export function defineConfig<Role extends string, Permission extends string>(
  options: ConfigOptions<Role, Permission>,
): LiveClaimsConfig<Role, Permission> {
  const { roles, region = 'us-central1', functionPrefix = '' } = options;
  const { grantRoles, listUsers = grantRoles, readAudit = grantRoles } = options.can;
  const can = { grantRoles, listUsers, readAudit };
  const known = new Set<string>(Object.values<readonly string[]>(roles.permissions).flat());
  for (const [name, permission] of Object.entries(can)) {
    if (known.has(permission)) continue;
    throw new TypeError(
      `can.${name} is ${JSON.stringify(permission)}, which no role holds. Use one of: ${[...known].join(', ')}.`,
    );
  }
  if (!REGION.test(region)) {
    throw new TypeError(
      `region is ${JSON.stringify(region)}; it must be one of Google Cloud's, like "europe-west1".`,
    );
  }
  if (!PREFIX.test(functionPrefix)) {
    throw new TypeError(
      `functionPrefix is ${JSON.stringify(functionPrefix)}; it must be the name of a group and a hyphen, like "access-".`,
    );
  }
  const { accountsPerSecond = DEFAULT_PER_SECOND } = options.limits ?? {};
  if (
    !(Number.isSafeInteger(accountsPerSecond) && accountsPerSecond >= 1) ||
    accountsPerSecond > MAX_PER_SECOND
  ) {
    throw new TypeError(
      `limits.accountsPerSecond is ${accountsPerSecond}; it must be a whole number from 1 to ${MAX_PER_SECOND}.`,
    );
  }
  const onAccountDeleted = oneOf('onAccountDeleted', options.onAccountDeleted ?? 'clear-access', [
    'clear-access',
    'delete-document',
  ]);
  const provisioning = oneOf('provisioning', options.provisioning ?? 'role-only', [
    'role-only',
    'profile',
  ]);
  return {
    roles: withGrantPermission(roles, grantRoles),
    can,
    region,
    functionPrefix,
    limits: { accountsPerSecond },
    onAccountDeleted,
    provisioning,
  };
}

function oneOf<const Value extends string>(
  option: string,
  value: Value,
  values: readonly Value[],
): Value {
  if (values.includes(value)) return value;
  throw new TypeError(
    `${option} is ${JSON.stringify(value)}; it must be one of: ${values.join(', ')}.`,
  );
}
