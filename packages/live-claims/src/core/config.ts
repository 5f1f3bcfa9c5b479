import { type ClaimSources, claimSourcesOf } from './additional-claims.ts';
import { CHECKS, type Check } from './check.ts';
import { DEFAULT_PER_SECOND, MAX_PER_SECOND } from './limits.ts';
import { COLLECTION, DATABASE, FIELD, REGION } from './name-patterns.ts';
import { type Collections, DEFAULT_NAMES, type Names, type UserFields } from './names.ts';
import {
  type OrgCapabilities,
  type OrgTable,
  type Roles,
  type RoleTable,
  withGrantPermission,
} from './roles.ts';

/**
 * Which of the app's permissions allows each operation of live-claims.
 *
 * @example
 * const can: Capabilities = { grantRoles: 'users.manage', listUsers: 'users.manage', readAudit: 'audit.read' };
 */
export interface Capabilities<Permission extends string = string> {
  /** Change the access of users below one's own rank, invite users, start and stop jobs, and read their results. */
  readonly grantRoles: Permission;
  /** Read the list of people. @default the permission of `grantRoles` */
  readonly listUsers: Permission;
  /** Read the audit log; jobs and their results are for `grantRoles`. @default the permission of `grantRoles` */
  readonly readAudit: Permission;
  /**
   * Change the access settings, which hold for all users: a lockdown, and the oldest session that is accepted. The
   * top role always may. In a lockdown it alone has access, so a holder of this permission can turn one on and
   * not off.
   *
   * @default null: the top role alone
   */
  readonly changeSettings: Permission | null;
}

/**
 * Bounds, each with the platform's or a sensible figure as its default.
 *
 * @example defineConfig({ roles, can, limits: { accountsPerSecond: 50 } });
 */
export interface Limits {
  /**
   * Accounts that all jobs together may change a second, at most 1,000. Firebase Auth takes 10 account
   * updates a second of a project ("Firebase Authentication limits"); raise it when Google has raised that.
   *
   * @default 10
   */
  readonly accountsPerSecond: number;
  /**
   * Invites that one person may write in an hour. A team is invited by hand in far fewer; it bounds what a
   * stolen session can litter, and what it costs. The command line has no such limit.
   *
   * @default 50
   */
  readonly invitesPerHour: number;
  /**
   * The longest time that an invite may be open, in days. Addresses change hands: an employee's mailbox is
   * read by a successor, and providers give unused addresses away again.
   *
   * @default 30
   */
  readonly maxInviteDays: number;
  /**
   * Jobs of one person that may run at the same time.
   *
   * @default 3
   */
  readonly jobsPerPerson: number;
  /**
   * Calls of one account to one callable in a minute. Each instance counts for itself. Callables that cost
   * more, such as `syncMyClaims`, have lower limits of their own.
   *
   * @default 120
   */
  readonly callsPerMinute: number;
  /**
   * How old a token may be that changes the access settings or reads the audit log over HTTP, in seconds.
   *
   * @default 300
   */
  readonly freshTokenSeconds: number;
}

/** Each limit's default, and the largest value that it may have. */
const LIMITS: Readonly<Record<keyof Limits, readonly [standard: number, most: number]>> = {
  accountsPerSecond: [DEFAULT_PER_SECOND, MAX_PER_SECOND],
  invitesPerHour: [50, 10_000],
  maxInviteDays: [30, 365],
  jobsPerPerson: [3, 100],
  callsPerMinute: [120, 10_000],
  // An ID token lives for an hour.
  freshTokenSeconds: [300, 3600],
};

/**
 * Which checks read the access settings for a lockdown and the oldest session that is accepted.
 *
 * @example defineConfig({ roles, can, lockdownChecks: { guards: ['marker', 'document'] } });
 */
export interface LockdownChecks {
  /**
   * In the security rules: one look-up more for each request. `canCurrent()` includes `can()`, so `token`
   * needs `marker` beside it.
   *
   * @default ['marker', 'document']
   */
  readonly rules: readonly Check[];
  /**
   * In the guards of functions, which remember the settings for `token` up to five seconds. Changes of access and
   * of the settings by a caller (`setUserRole`, jobs, invites …) ask for them whatever is listed here.
   *
   * @default ['token', 'marker', 'document']
   */
  readonly guards: readonly Check[];
}

/**
 * What happens to `users/{uid}`, and to memberships in organisations, when the account is deleted.
 *
 * @example defineConfig({ roles, can, onAccountDeleted: 'delete-document' });
 */
export type OnAccountDeleted = 'clear-access' | 'delete-document';

/**
 * What a new account's document gets beside its access: nothing, or the provider's name, address and picture.
 *
 * @example defineConfig({ roles, can, provisioning: 'profile' });
 */
export type Provisioning = 'role-only' | 'profile';

/**
 * The one value that functions, client, rules and command line are made from: see `defineConfig`.
 *
 * @example
 * const config: LiveClaimsConfig = defineConfig({ roles, can: { grantRoles: 'users.manage' } });
 */
export interface LiveClaimsConfig<
  Role extends string = string,
  Permission extends string = string,
  Claims extends ClaimSources = ClaimSources,
  OrgRole extends string = string,
  OrgPermission extends string = string,
> extends Names {
  /** The role table, with the permission that lets people grant. */
  readonly roles: RoleTable<Role, Permission>;
  readonly can: Capabilities<Permission>;
  readonly region: string;
  readonly database: string;
  readonly functionPrefix: string;
  readonly limits: Limits;
  readonly lockdownChecks: LockdownChecks;
  readonly onAccountDeleted: OnAccountDeleted;
  readonly provisioning: Provisioning;
  /** The claims beside the role, with their names in the token. */
  readonly claims: Claims;
  /** The table of memberships; undefined for an app without organisations. */
  readonly orgs: OrgTable<OrgRole, OrgPermission> | undefined;
  readonly directory: boolean;
  readonly receipts: boolean;
}

/**
 * The organisations of an app.
 *
 * @example
 * const orgs: OrgOptions<'member' | 'owner', 'members.manage'> = { roles: orgRoles, can: { grantRoles: 'members.manage' } };
 */
export interface OrgOptions<OrgRole extends string, OrgPermission extends string> {
  /** The roles of members, made by `defineRoles`: a table and ranks of their own. */
  readonly roles: Roles<OrgRole, OrgPermission>;
  /** `grantRoles` has no default: an app chooses it on purpose. */
  readonly can: Pick<OrgCapabilities<NoInfer<OrgPermission>>, 'grantRoles'> &
    Partial<OrgCapabilities<NoInfer<OrgPermission>>>;
  /**
   * What stands for a role in the token, where every character counts: one letter each lets a third more
   * organisations fit. Never give the code of one role to another: old tokens would have that one.
   *
   * @default the roles' names
   */
  readonly codes?: Readonly<Partial<Record<NoInfer<OrgRole>, string>>>;
}

/**
 * What an app says about itself.
 *
 * @example defineConfig({ roles, can: { grantRoles: 'users.manage' }, region: 'europe-west1' });
 */
export interface ConfigOptions<
  Role extends string,
  Permission extends string,
  Claims extends ClaimSources = ClaimSources,
  OrgRole extends string = string,
  OrgPermission extends string = string,
> {
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
   * Id of the Firestore database.
   *
   * @default '(default)'
   */
  readonly database?: string;
  /**
   * What the app calls its collections.
   *
   * @default those of `DEFAULT_NAMES`, each by itself
   */
  readonly collections?: Partial<Collections>;
  /**
   * What the app calls the fields of `users/{uid}` that are live-claims'.
   *
   * @default those of `DEFAULT_NAMES`, each by itself
   */
  readonly fields?: Partial<UserFields>;
  /**
   * The prefix of the functions' names where they are exported in a group:
   * `export const access = liveClaims(config).sync` is deployed as `access-syncClaims`, with the prefix
   * `access-`. Those of a function kit have the prefix `kit-<instance>-`.
   *
   * @default ''
   */
  readonly functionPrefix?: string;
  /** @default the defaults of `Limits` */
  readonly limits?: Partial<Limits>;
  /**
   * Which checks ask for a lockdown.
   *
   * @default { rules: ['marker', 'document'], guards: ['token', 'marker', 'document'] }
   */
  readonly lockdownChecks?: Partial<LockdownChecks>;
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
  /**
   * Claims beside the role that follow fields of `users/{uid}`, by the app's own names for them.
   *
   * @default none
   * @example { plan: { from: 'plan', schema: v.picklist(['free', 'pro']) } }
   */
  readonly claims?: Claims | undefined;
  /**
   * Roles in organisations, by the documents `orgs/{orgId}/members/{uid}`.
   *
   * @default undefined: the app has none, and nothing of them costs it anything
   */
  readonly orgs?: OrgOptions<OrgRole, OrgPermission> | undefined;
  /**
   * Whether the functions keep a row for each person in `directory/{uid}`, which an admin console searches, filters and
   * sorts: six reads at most and one write more for each change of a person. Turn it on, generate the rules, deploy,
   * and run `live-claims reconcile`, which makes the rows.
   *
   * @default false: nothing of it is read, written or opened by a rule
   */
  readonly directory?: boolean | undefined;
  /**
   * Whether browsers may record which change they have taken, in `userClaims/{uid}/clients/{place}`, for the sessions in an admin
   * console: one small write and one look-up of a rule for each change and session. Turn it on, generate and deploy the rules,
   * set a TTL policy on `expiresAt`, and call `recordReceipts` of `live-claims/receipts` in the app.
   *
   * @default false: nothing of it is read, written or opened by a rule
   */
  readonly receipts?: boolean | undefined;
}

/** What stands before the names of functions in a group or a function kit: letters, digits, `-`, `_`, and a hyphen at its end. */
const PREFIX = /^([A-Za-z][A-Za-z0-9_-]{0,45}-)?$/;

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
export function defineConfig<
  Role extends string,
  Permission extends string,
  // biome-ignore lint/complexity/noBannedTypes: no claim beside the role, rather than any
  const Claims extends ClaimSources = {},
  OrgRole extends string = never,
  OrgPermission extends string = never,
>(
  options: ConfigOptions<Role, Permission, Claims, OrgRole, OrgPermission>,
): LiveClaimsConfig<Role, Permission, Claims, OrgRole, OrgPermission> {
  const { roles, region = 'us-central1', database = '(default)', functionPrefix = '' } = options;
  const { grantRoles, listUsers = grantRoles, readAudit = grantRoles } = options.can;
  const can = {
    grantRoles,
    listUsers,
    readAudit,
    changeSettings: options.can.changeSettings ?? null,
  };
  const known = new Set<string>(Object.values<readonly string[]>(roles.permissions).flat());
  for (const [name, permission] of Object.entries(can)) {
    if (permission === null || known.has(permission)) continue;
    throw new TypeError(
      `can.${name} is ${JSON.stringify(permission)}, which no role holds. Use one of: ${[...known].join(', ')}.`,
    );
  }
  if (!REGION.test(region)) {
    throw new TypeError(
      `region is ${JSON.stringify(region)}; it must be one of Google Cloud's, like "europe-west1".`,
    );
  }
  if (!DATABASE.test(database)) {
    throw new TypeError(
      `database is ${JSON.stringify(database)}; it must be the id of a Firestore database, like "(default)".`,
    );
  }
  const collections = named(
    'collections',
    DEFAULT_NAMES.collections,
    options.collections,
    COLLECTION,
  );
  const {
    changes,
    skipped,
    orgs: organisations,
    members,
    directory: rows,
    clients: _clients,
    ...always
  } = collections;
  const { directory = false, receipts = false } = options;
  for (const [option, value] of Object.entries({ directory, receipts })) {
    if (typeof value === 'boolean') continue;
    throw new TypeError(`${option} is ${JSON.stringify(value)}; it must be true or false.`);
  }
  const top = directory ? { ...always, directory: rows } : always;
  refuseTwins('collections', top);
  refuseTwins('collections', { changes, skipped });
  const fields = named('fields', DEFAULT_NAMES.fields, options.fields, FIELD);
  const { orgs: _, ...everywhere } = fields;
  refuseTwins('fields', everywhere);
  if (options.orgs !== undefined) {
    const { invites, audit } = top;
    refuseTwins('collections', { ...top, orgs: organisations });
    refuseTwins('collections', { members, invites, audit });
    refuseTwins('fields', { ...fields });
  }
  if (!PREFIX.test(functionPrefix)) {
    throw new TypeError(
      `functionPrefix is ${JSON.stringify(functionPrefix)}; it must be the name of a group and a hyphen, like "access-", or "kit-", the instance of a kit and a hyphen.`,
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
  const claims = claimSourcesOf((options.claims ?? {}) as Claims, fields);
  const orgs = options.orgs && orgTableOf(options.orgs, fields);
  return {
    roles: withGrantPermission(roles, grantRoles, fields, {
      ...(Object.keys(claims).length > 0 && { claims }),
      ...(orgs && { orgs }),
    }),
    claims,
    orgs,
    can,
    region,
    database,
    collections,
    fields,
    functionPrefix,
    limits: limitsOf(options.limits),
    lockdownChecks: lockdownChecksOf(options.lockdownChecks),
    onAccountDeleted,
    provisioning,
    directory,
    receipts,
  };
}

/** Codes stand between quotes in the security rules, and in every token. */
const CODE = /^[A-Za-z0-9_-]{1,32}$/;

function orgTableOf<OrgRole extends string, OrgPermission extends string>(
  { roles, can, codes: chosen }: OrgOptions<OrgRole, OrgPermission>,
  fields: UserFields,
): OrgTable<OrgRole, OrgPermission> {
  const { grantRoles, listMembers = grantRoles, readAudit = grantRoles } = can;
  const known = new Set<string>(Object.values<readonly string[]>(roles.permissions).flat());
  for (const [name, permission] of Object.entries({ grantRoles, listMembers, readAudit })) {
    if (known.has(permission)) continue;
    throw new TypeError(
      `orgs.can.${name} is ${JSON.stringify(permission)}, which no role of an organisation holds. Use one of: ${[...known].join(', ')}.`,
    );
  }
  const given = (chosen ?? {}) as Readonly<Record<string, string | undefined>>;
  const codes = Object.fromEntries(
    roles.ranking.map((role) => [role, given[role] ?? role]),
  ) as Record<OrgRole, string>;
  const [bad] = Object.entries<string>({ ...codes, ...chosen }).filter(
    ([role, code]) => !Object.hasOwn(codes, role) || !CODE.test(code),
  );
  if (bad !== undefined) {
    throw new TypeError(
      `orgs.codes.${bad[0]} is ${JSON.stringify(bad[1])}; it must be 1 to 32 letters, digits, "_" or "-", for one of: ${roles.ranking.join(', ')}.`,
    );
  }
  refuseTwins('orgs.codes', codes);
  return {
    ...withGrantPermission(roles, grantRoles, fields),
    codes,
    can: { grantRoles, listMembers, readAudit },
  };
}

function limitsOf(chosen: Partial<Limits> = {}): Limits {
  const limits = Object.entries(LIMITS).map(([name, [standard, most]]) => {
    const value = chosen[name as keyof Limits] ?? standard;
    if (Number.isSafeInteger(value) && value >= 1 && value <= most) return [name, value];
    throw new TypeError(
      `limits.${name} is ${JSON.stringify(value)}; it must be a whole number from 1 to ${most}.`,
    );
  });
  return Object.fromEntries(limits);
}

function lockdownChecksOf({
  rules = ['marker', 'document'],
  guards = CHECKS,
}: Partial<LockdownChecks> = {}): LockdownChecks {
  for (const [name, checks] of Object.entries({ rules, guards })) {
    for (const check of checks) oneOf(`lockdownChecks.${name}`, check, CHECKS);
  }
  if (rules.includes('token') && !rules.includes('marker')) {
    throw new TypeError(
      `lockdownChecks.rules is ${JSON.stringify(rules)}; it must be with "marker" where it is with "token": canCurrent() includes can().`,
    );
  }
  return { rules, guards };
}

/** The app's names over the default ones. */
function named<Group extends Readonly<Record<keyof Group, string>>>(
  option: string,
  defaults: Group,
  chosen: Partial<Group> = {},
  allowed: RegExp,
): Group {
  const names = { ...defaults, ...chosen };
  for (const [key, name] of Object.entries<string>(names)) {
    const path = `${option}.${key}`;
    if (!Object.hasOwn(defaults, key)) {
      throw new TypeError(
        `${path} is unknown; it must be one of: ${Object.keys(defaults).join(', ')}.`,
      );
    }
    if (typeof name !== 'string' || !allowed.test(name)) {
      throw new TypeError(
        `${path} is ${JSON.stringify(name)}; it must be a letter and at most 63 more letters, digits, underscores or, for a collection, hyphens.`,
      );
    }
  }
  return names;
}

/** Refuses one name for two things. */
function refuseTwins(option: string, names: Readonly<Record<string, string>>): void {
  const taken = new Map<string, string>();
  for (const [key, name] of Object.entries(names)) {
    const other = taken.get(name);
    if (other !== undefined) {
      throw new TypeError(
        `${option}.${key} is ${JSON.stringify(name)}, as is ${option}.${other}; it must be a name of its own.`,
      );
    }
    taken.set(name, key);
  }
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
