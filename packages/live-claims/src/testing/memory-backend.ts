import type { ClaimsVersion, CustomClaims } from '../core/index.ts';
import type {
  AccessDocuments,
  Account,
  Accounts,
  AccountWrite,
  AuditRecord,
  EntriesChange,
  MembershipDocuments,
  Publication,
  Source,
  StoredMarker,
} from '../functions/sync/ports.ts';

/** What Firebase Auth and Firestore hold about one person. Never changed, only replaced. */
export interface Records {
  /** Firestore's clock: microseconds since the Unix epoch. */
  readonly now: ClaimsVersion;
  /** `users/{uid}`; null when it does not exist. */
  readonly user: Source | null;
  readonly marker: StoredMarker | null;
  readonly account: Account | null;
  /** Entries of the audit log that came with changes. */
  readonly entries: readonly AuditRecord[];
  /** The memberships that there are, by organisation. @default none */
  readonly memberships?: Readonly<Record<string, Source>>;
}

/** What an account is when it is created. */
export const NEW_ACCOUNT: Account = {
  claims: {},
  disabled: false,
  sessionsValidSince: 0,
  email: null,
  emailVerified: false,
};

/** A request of the sync, as data. */
export type Operation =
  | { readonly name: 'documents.read' }
  | { readonly name: 'documents.readSource' }
  | { readonly name: 'documents.readEntry'; readonly id: string }
  | { readonly name: 'documents.publish'; readonly publication: Publication }
  | { readonly name: 'accounts.read' }
  | { readonly name: 'accounts.setClaims'; readonly claims: CustomClaims }
  | { readonly name: 'accounts.setDisabled'; readonly disabled: boolean }
  | { readonly name: 'accounts.endSessions' }
  | { readonly name: 'roles.commit'; readonly change: RoleChange }
  | {
      readonly name: 'memberships.read' | 'memberships.readWithUser';
      readonly orgIds: readonly string[];
    }
  | { readonly name: 'memberships.write'; readonly change: EntriesChange };

/** A role change that its actor may make. */
export interface RoleChange {
  readonly actor: string;
  readonly uid: string;
  readonly role: string | null;
  readonly changeId: string;
  /** The revision that it was decided on; with another one there nothing is written. Absent for any. */
  readonly revision?: ClaimsVersion;
  /** The role that stood there when it was decided on; another one is left alone. */
  readonly expected?: string | null;
  /** Enables the account, and leaves the role as it is. */
  readonly enables?: boolean;
}

/** What a role change came to: `moved` where the document is another revision by now. */
export type RoleCommit =
  | { readonly outcome: 'moved' | 'no-such-person' | 'already-so' | 'changed-meanwhile' }
  /** With the version of the new revision, unless an earlier attempt wrote it. */
  | { readonly outcome: 'written'; readonly version?: ClaimsVersion };

export interface Performed {
  readonly records: Records;
  readonly answer: unknown;
}

/** Microseconds between two commits: more than what a version is ever raised by on its own. */
const COMMIT_MICROS = 1_000;

/** What Firebase does with one request, all at once. */
export function perform(records: Records, operation: Operation): Performed {
  switch (operation.name) {
    case 'documents.read': {
      const { records: after, source } = readSource(records);
      return { records: after, answer: { source, marker: records.marker, now: after.now } };
    }
    case 'documents.readEntry':
      return { records, answer: records.entries.find(({ id }) => id === operation.id) ?? null };
    case 'documents.readSource': {
      const { records: after, source } = readSource(records);
      return { records: after, answer: source };
    }
    case 'documents.publish':
      return publish(records, operation.publication);
    case 'accounts.read':
      return { records, answer: records.account };
    case 'accounts.setClaims':
      return writeAccount(records, { claims: operation.claims });
    case 'accounts.setDisabled':
      return writeAccount(records, { disabled: operation.disabled });
    case 'accounts.endSessions':
      return writeAccount(records, { sessionsValidSince: Math.floor(records.now / 1_000_000) });
    case 'roles.commit':
      return commitRole(records, operation.change);
    case 'memberships.read':
      return { records, answer: readMemberships(records, operation.orgIds) };
    case 'memberships.readWithUser': {
      const { records: after, source } = readSource(records);
      const memberships = readMemberships(after, operation.orgIds);
      return { records: after, answer: { memberships, source, revision: source.version } };
    }
    case 'memberships.write':
      return writeEntries(records, operation.change);
  }
}

/**
 * Writes `users/{uid}`; null deletes it. A write that changes nothing is no revision: "If the write did
 * not actually change the document, this will be the previous update_time" (WriteResult, Firestore).
 */
export function commitUser(records: Records, data: Source['data']): Records {
  if (JSON.stringify(records.user?.data ?? null) === JSON.stringify(data)) return records;
  const now = records.now + COMMIT_MICROS;
  return { ...records, now, user: data === null ? null : { data, version: now } };
}

/** Writes a membership; null deletes it. */
export function commitMembership(records: Records, orgId: string, data: Source['data']): Records {
  const { [orgId]: before, ...others } = records.memberships ?? {};
  if (JSON.stringify(before?.data ?? null) === JSON.stringify(data)) return records;
  const now = records.now + COMMIT_MICROS;
  const memberships = data === null ? others : { ...others, [orgId]: { data, version: now } };
  return { ...records, now, memberships };
}

const revisionOf = ({ memberships }: Records, orgId: string) =>
  memberships?.[orgId]?.version ?? null;

function readMemberships(records: Records, orgIds: readonly string[]) {
  return orgIds.map((orgId) => ({
    orgId,
    data: records.memberships?.[orgId]?.data ?? null,
    revision: revisionOf(records, orgId),
  }));
}

function writeEntries(
  records: Records,
  { entries, memberships, kind, revision }: EntriesChange,
): Performed {
  const { user } = records;
  const isRead = memberships.every((one) => revisionOf(records, one.orgId) === one.revision);
  const isThere = kind === 'create' ? user === null : user !== null;
  const isMoved = kind === 'clear' && user?.version !== revision;
  if (!isRead || !isThere || isMoved) return { records, answer: false };
  const { orgs, ...others } = user?.data ?? {};
  const changed = Object.entries({ ...(isMap(orgs) && orgs), ...entries }).filter(
    ([, entry]) => entry !== null,
  );
  const data = kind === 'clear' ? others : { ...others, orgs: Object.fromEntries(changed) };
  return { records: commitUser(records, data), answer: true };
}

const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The version of a missing document is the time of the read, and time goes on. */
function readSource(records: Records): { records: Records; source: Source } {
  if (records.user !== null) return { records, source: records.user };
  const now = records.now + 1;
  return { records: { ...records, now }, source: { data: null, version: now } };
}

function publish(records: Records, { before, after, audit }: Publication): Performed {
  if (records.marker?.revision !== before?.revision) return { records, answer: false };
  const now = records.now + COMMIT_MICROS;
  const marker = { ...after, damaged: false, revision: now };
  const entries =
    audit.kind === 'outcome'
      ? records.entries.map((entry) =>
          entry.id === audit.id ? { ...entry, outcome: after.status } : entry,
        )
      : records.entries;
  return { records: { ...records, now, marker, entries }, answer: true };
}

function commitRole(records: Records, change: RoleChange): Performed {
  const { actor, role, changeId, uid, revision, expected, enables = false } = change;
  const { user } = records;
  if (user?.data == null) return { records, answer: { outcome: 'no-such-person' } };
  if (revision !== undefined && user.version !== revision) {
    return { records, answer: { outcome: 'moved' } };
  }
  const { role: before = null, roleExpiresAt = null } = user.data;
  if (user.data.changeId === changeId) return { records, answer: { outcome: 'written' } };
  if (expected !== undefined && before !== expected) {
    return { records, answer: { outcome: 'changed-meanwhile' } };
  }
  if (!enables && before === role && roleExpiresAt === null) {
    return { records, answer: { outcome: 'already-so' } };
  }
  const set = enables ? { disabled: false } : { role, roleExpiresAt: null };
  const data = { ...user.data, ...set, changeId, updatedBy: actor };
  const written = commitUser(records, data);
  const entry: AuditRecord = {
    id: changeId,
    uid,
    actor: { kind: 'person', uid: actor },
    reason: null,
    outcome: 'written',
    createdVersion: written.now,
  };
  const entries = [...records.entries, entry];
  const answer: RoleCommit = { outcome: 'written', version: written.now };
  return { records: { ...written, entries }, answer };
}

function writeAccount(records: Records, change: Partial<Account>): Performed {
  const { account } = records;
  if (account === null) return { records, answer: { outcome: 'no-such-account' } };
  return {
    records: { ...records, account: { ...account, ...change } },
    answer: { outcome: 'written' },
  };
}

/**
 * Firebase Auth and Firestore in memory, as the sync sees them. `before` is called ahead of each of
 * the sync's operations, which is where a test inserts other actions, or makes it fail.
 */
export class MemoryBackend {
  readonly accountsById = new Map<string, Account>();
  readonly markers = new Map<string, StoredMarker>();
  /** Entries of the audit log that came with changes, by person. */
  readonly entries = new Map<string, readonly AuditRecord[]>();
  readonly audit: Publication[] = [];
  readonly operations: string[] = [];
  before: (operation: string) => void | Promise<void> = () => undefined;

  #now: ClaimsVersion = 1_000_000;
  readonly #users = new Map<string, Source>();
  readonly #memberships = new Map<string, NonNullable<Records['memberships']>>();

  /** Writes `users/{uid}`, or deletes it; returns the revision's version. */
  edit(uid: string, data: Record<string, unknown> | null): ClaimsVersion {
    const after = commitUser(this.#records(uid), data);
    this.#store(uid, after);
    return after.user?.version ?? after.now;
  }

  readonly accounts: Accounts = {
    read: (uid) => this.#ask<Account | null>(uid, { name: 'accounts.read' }),
    setClaims: (uid, claims) =>
      this.#ask<AccountWrite>(uid, { name: 'accounts.setClaims', claims }),
    setDisabled: (uid, disabled) =>
      this.#ask<AccountWrite>(uid, { name: 'accounts.setDisabled', disabled }),
    endSessions: (uid) => this.#ask<AccountWrite>(uid, { name: 'accounts.endSessions' }),
  };

  readonly documents: AccessDocuments = {
    read: (uid) => this.#ask(uid, { name: 'documents.read' }),
    readSource: (uid) => this.#ask(uid, { name: 'documents.readSource' }),
    readEntry: (id) => this.#readEntry(id),
    publish: async (publication) => {
      const operation = { name: 'documents.publish', publication } as const;
      const published = await this.#ask<boolean>(publication.uid, operation);
      if (published) this.audit.push(publication);
      return published;
    },
  };

  readonly memberships: MembershipDocuments = {
    read: (uid, orgIds) => this.#ask(uid, { name: 'memberships.read', orgIds }),
    readWithUser: (uid, orgIds) => this.#ask(uid, { name: 'memberships.readWithUser', orgIds }),
    write: (change) => this.#ask(change.uid, { name: 'memberships.write', change }),
  };

  /** Writes a membership, or deletes it. */
  editMembership(uid: string, orgId: string, data: Record<string, unknown> | null): void {
    this.#store(uid, commitMembership(this.#records(uid), orgId, data));
  }

  /** What `commitEdit` does with a role change that its actor may make. */
  async commitRole(
    uid: string,
    change: Omit<RoleChange, 'uid'>,
  ): Promise<Pick<RoleCommit, 'outcome'>> {
    const order = { name: 'roles.commit', change: { ...change, uid } } as const;
    const { outcome } = await this.#ask<RoleCommit>(uid, order);
    return { outcome };
  }

  /** How often the sync used an operation. */
  count(operation: string): number {
    return this.operations.filter((name) => name === operation).length;
  }

  async #ask<Answer>(uid: string, operation: Operation): Promise<Answer> {
    await this.before(operation.name);
    this.operations.push(operation.name);
    const { records, answer } = perform(this.#records(uid), operation);
    this.#store(uid, records);
    return answer as Answer;
  }

  #records(uid: string): Records {
    return {
      now: this.#now,
      user: this.#users.get(uid) ?? null,
      marker: this.markers.get(uid) ?? null,
      account: this.accountsById.get(uid) ?? null,
      entries: this.entries.get(uid) ?? [],
      memberships: this.#memberships.get(uid) ?? {},
    };
  }

  async #readEntry(id: string): Promise<AuditRecord | null> {
    await this.before('documents.readEntry');
    this.operations.push('documents.readEntry');
    return [...this.entries.values()].flat().find((entry) => entry.id === id) ?? null;
  }

  #store(uid: string, records: Records): void {
    const { now, user, marker, account, entries, memberships = {} } = records;
    this.#now = now;
    this.#memberships.set(uid, memberships);
    this.entries.set(uid, entries);
    put(this.#users, uid, user);
    put(this.markers, uid, marker);
    put(this.accountsById, uid, account);
  }
}

function put<Value>(map: Map<string, Value>, key: string, value: Value | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}
