/**
 * Names of the collections that live-claims reads and writes.
 *
 * @example defineConfig({ roles, can, collections: { users: 'members' } });
 */
export interface Collections {
  /** The documents that admins edit: the source of access. @default 'users' */
  readonly users: string;
  /** What each account's claims were last set to. @default 'userClaims' */
  readonly markers: string;
  /** @default 'auditLog' */
  readonly audit: string;
  /** Holds the one document `access`. @default 'settings' */
  readonly settings: string;
  /** @default 'invites' */
  readonly invites: string;
  /** @default 'jobs' */
  readonly jobs: string;
  /** Below a job: the changes that it makes. @default 'changes' */
  readonly changes: string;
  /** Below a job: the accounts that it skipped. @default 'skipped' */
  readonly skipped: string;
  /** The organisations; below each its members, and its own invites and audit log. @default 'orgs' */
  readonly orgs: string;
  /** Below an organisation: the documents that say what each member may do there. @default 'members' */
  readonly members: string;
  /** A row for each person, for lists: see `directory` of `defineConfig`. @default 'directory' */
  readonly directory: string;
  /** Below a marker: what each session has taken, see `receipts` of `defineConfig`. @default 'clients' */
  readonly clients: string;
  /** How many invites an account has written lately. No rule opens it. @default 'rateLimits' */
  readonly rateLimits: string;
}

/**
 * Names of the fields of `users/{uid}` that live-claims reads or writes; every other one is the app's.
 *
 * @example defineConfig({ roles, can, fields: { role: 'accessLevel' } });
 */
export interface UserFields {
  /** @default 'role' */
  readonly role: string;
  /** When the role ends. @default 'roleExpiresAt' */
  readonly expiresAt: string;
  /** @default 'disabled' */
  readonly disabled: string;
  /** @default 'sessionsRevokedAt' */
  readonly sessionsRevokedAt: string;
  /** Id of the call that wrote this revision. @default 'changeId' */
  readonly changeId: string;
  /** @default 'updatedAt' */
  readonly updatedAt: string;
  /** Account id of the author of the last change of access. @default 'updatedBy' */
  readonly updatedBy: string;
  /** The memberships in organisations, each a copy of its own document. @default 'orgs' */
  readonly orgs: string;
  /** @default 'email' */
  readonly email: string;
  /** @default 'displayName' */
  readonly displayName: string;
  /** @default 'photoURL' */
  readonly photoURL: string;
  /** @default 'createdAt' */
  readonly createdAt: string;
}

/**
 * The app's names of collections and fields.
 *
 * @example const { collections, fields }: Names = config;
 */
export interface Names {
  readonly collections: Collections;
  readonly fields: UserFields;
}

/**
 * The default of `collections.markers`, by itself for the web client, in which all names would weigh.
 *
 * @example collection(firestore, DEFAULT_MARKERS)
 */
export const DEFAULT_MARKERS = 'userClaims';

/**
 * The default of `collections.settings`, by itself for the web client.
 *
 * @example doc(firestore, DEFAULT_SETTINGS, 'access')
 */
export const DEFAULT_SETTINGS = 'settings';

/**
 * The default names. The engine's own code reads and writes fields under these.
 *
 * @example DEFAULT_NAMES.collections.markers // 'userClaims'
 */
export const DEFAULT_NAMES: Names = {
  collections: {
    users: 'users',
    markers: DEFAULT_MARKERS,
    audit: 'auditLog',
    settings: DEFAULT_SETTINGS,
    invites: 'invites',
    jobs: 'jobs',
    changes: 'changes',
    skipped: 'skipped',
    orgs: 'orgs',
    members: 'members',
    directory: 'directory',
    clients: 'clients',
    rateLimits: 'rateLimits',
  },
  fields: {
    role: 'role',
    expiresAt: 'roleExpiresAt',
    disabled: 'disabled',
    sessionsRevokedAt: 'sessionsRevokedAt',
    changeId: 'changeId',
    updatedAt: 'updatedAt',
    updatedBy: 'updatedBy',
    orgs: 'orgs',
    email: 'email',
    displayName: 'displayName',
    photoURL: 'photoURL',
    createdAt: 'createdAt',
  },
};

type Data = Readonly<Record<string, unknown>>;

/** Each field and its default name. Not at import: a bundler could not leave it out. */
const defaults = () => Object.entries(DEFAULT_NAMES.fields) as [keyof UserFields, string][];

/**
 * The data of a `users/{uid}` document under the default names, which is how the engine reads it. Fields of
 * the app come along, but for one that has a default name and another meaning.
 *
 * @example readGrant(config.roles, readFields(config.fields, snapshot.data()));
 */
export function readFields(fields: UserFields, data: Data): Data {
  const renamed = defaults().filter(([field, name]) => fields[field] !== name);
  if (renamed.length === 0) return data;
  const hidden = new Set(renamed.flatMap(([field, name]) => [fields[field], name]));
  return Object.fromEntries([
    ...Object.entries(data).filter(([name]) => !hidden.has(name)),
    ...renamed.flatMap(([field, name]) =>
      Object.hasOwn(data, fields[field]) ? [[name, data[fields[field]]]] : [],
    ),
  ]);
}

/**
 * Fields under the default names as the app's `users/{uid}` has them: the reverse of `readFields`.
 *
 * @example transaction.update(person, writeFields(config.fields, { role: null, roleExpiresAt: null }));
 */
export function writeFields(fields: UserFields, data: Data): Record<string, unknown> {
  const named = new Map(defaults().map(([field, name]) => [name, fields[field]]));
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [named.get(name) ?? name, value]),
  );
}
