import {
  type Collections,
  defineConfig,
  defineRoles,
  type LiveClaimsConfig,
  type Roles,
  type UserFields,
} from '../../core/index.ts';
import { PERMISSION_NAME, ROLE_NAME } from '../../core/name-patterns.ts';
import { END, START } from '../../rules/place-block.ts';
import { AdminError } from '../admin-error.ts';
import type { CodebaseChoice } from './choose-codebase.ts';
import { type AppFacts, ARGUMENTS, type Framework, isTest, type WebFacts } from './inspect-app.ts';

/** What init needs to know to write an app's configuration. */
export interface Choices {
  readonly roles: Roles;
  /** The permission that lets its holder change the access of people below their own rank. */
  readonly grantPermission: string;
  readonly collections: Partial<Collections>;
  readonly fields: Partial<UserFields>;
  /** Whether browsers record which change they have taken. */
  readonly receipts: boolean;
  readonly region: string;
  readonly database: string;
  readonly functionPrefix: string;
}

/** Where what init writes goes. */
export interface Places {
  readonly codebase: CodebaseChoice;
  /** Null for an app without a web app, or with one that is not to be touched. */
  readonly web: WebFacts | null;
  readonly framework: Framework;
}

/** The configuration that the written file will make. */
export function configOf(choices: Choices): LiveClaimsConfig {
  try {
    const { grantPermission, ...rest } = choices;
    return defineConfig({ ...rest, can: { grantRoles: grantPermission } });
  } catch (error) {
    throw wrongChoice(error);
  }
}

function wrongChoice(error: unknown): unknown {
  if (!(error instanceof TypeError)) return error;
  return new AdminError('usage', `${error.message}`, {
    next: 'Nothing was written. Choose another name, and run this again.',
    cause: error,
  });
}

/** A role as `--role` takes it: `editor`, or `editor=posts.write,posts.delete`. */
export interface RoleChoice {
  readonly name: string;
  readonly permissions: readonly string[];
}

/**
 * Reads `editor=posts.write,posts.delete`.
 *
 * @returns null for a text that is no role.
 */
export function parseRoleChoice(text: string): RoleChoice | null {
  const [name = '', permissions = ''] = text.split('=', 2).map((part) => part.trim());
  if (!ROLE_NAME.test(name)) return null;
  const listed = permissions.split(',').map((permission) => permission.trim());
  const named = listed.filter((permission) => permission !== '');
  const allowed = named.every((permission) => PERMISSION_NAME.test(permission));
  return allowed ? { name, permissions: named } : null;
}

/**
 * The role table of the roles that were named, lowest first: each holds what those before it hold, and the last
 * one the permission to grant where none does.
 *
 * @throws {AdminError} `usage` for what `defineRoles` refuses.
 */
export function tableOf(
  roles: readonly RoleChoice[],
  grantPermission: string,
  initialRole: string | null,
): Roles {
  const held = new Set<string>();
  const permissions = roles.map(({ name, permissions: own }, index) => {
    for (const permission of own) held.add(permission);
    if (index === roles.length - 1) held.add(grantPermission);
    return [name, [...held]] as const;
  });
  try {
    return defineRoles({
      ranking: roles.map(({ name }) => name),
      permissions: Object.fromEntries(permissions),
      initialRole,
    });
  } catch (error) {
    throw wrongChoice(error);
  }
}

/** What live-claims' collections are called where the app has collections of their names. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  userClaims: 'accessMarkers',
  auditLog: 'accessLog',
  settings: 'accessSettings',
  invites: 'accessInvites',
  jobs: 'accessJobs',
  rateLimits: 'accessRateLimits',
  clients: 'accessClients',
};

const COLLECTION_OF: Readonly<Record<string, keyof Collections>> = {
  userClaims: 'markers',
  auditLog: 'audit',
  settings: 'settings',
  invites: 'invites',
  jobs: 'jobs',
  rateLimits: 'rateLimits',
  clients: 'clients',
};

/** live-claims' own part of the rules, which names its collections. */
const BLOCK = new RegExp(`${START}[^]*?${END}`, 'g');

/** Whether the app's own rules or its code name a collection so. */
export function namesCollection(
  { firestore, functions, webs }: Pick<AppFacts, 'firestore' | 'functions' | 'webs'>,
  name: string,
): boolean {
  const inRules = new RegExp(`/${name}[/\\s{]`);
  const inCode = new RegExp(
    `\\b(?:collection|doc|document|collectionGroup)\\(${ARGUMENTS}['"\`/]${name}['"\`/]`,
  );
  return (
    firestore.some(({ rules }) => inRules.test(rules?.text.replace(BLOCK, '') ?? '')) ||
    [...functions, ...webs].some(({ sources }) =>
      sources.some((file) => !isTest(file) && inCode.test(file.text)),
    )
  );
}

/**
 * The collections that have to be called differently, since the app has one of their name. That of receipts lies below the
 * markers; but where they are recorded, its TTL policy is for every collection of the name.
 */
export function takenCollections(facts: AppFacts, receipts: boolean): Partial<Collections> {
  const taken = Object.keys(OTHER_NAMES).filter(
    (name) => (receipts || name !== 'clients') && namesCollection(facts, name),
  );
  return Object.fromEntries(taken.map((name) => [COLLECTION_OF[name], OTHER_NAMES[name]]));
}

/** `access-` where the app has functions of the names that are exported, else nothing. */
export function prefixFor({ functions }: AppFacts): string {
  const taken = functions.some(({ sources }) =>
    sources.some(({ text }) => /\b(syncClaims|syncMyClaims)\b/.test(text)),
  );
  return taken ? 'access-' : '';
}
