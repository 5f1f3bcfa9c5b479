import { setTimeout as sleep } from 'node:timers/promises';
import type { Auth, UserRecord } from 'firebase-admin/auth';
import type { CollectionReference, DocumentSnapshot } from 'firebase-admin/firestore';
import { isUid, type SkippedAccount } from '../../core/index.ts';
import { type EditResult, editAccess } from '../../functions/edit/edit.ts';
import { accountOf } from '../../functions/firebase/auth-accounts.ts';
import { sourceOf } from '../../functions/firebase/firestore-documents.ts';
import { knownAccount } from '../../functions/firebase/known-account.ts';
import type { Project } from '../../functions/project.ts';
import { faultOf, skippedBy, skippedFor } from '../../functions/reconcile/failure.ts';
import {
  accountsOf,
  type Cursor,
  documentsAfter,
  listAccounts,
} from '../../functions/reconcile/read-page.ts';
import { mapConcurrent, type Throttle } from '../../functions/reconcile/throttle.ts';
import { syncUser } from '../../functions/sync/sync-user.ts';
import { waitForReading } from '../operator.ts';
import { type Adoption, type AdoptionRules, planAdoption } from './plan-adoption.ts';

/** Where the roles are now: in the claims, or in a collection whose documents have account ids. */
export type AdoptSource =
  | { readonly kind: 'claims' }
  | {
      readonly kind: 'documents';
      readonly collection: string;
      /** A field of the documents that holds all the others; null where they stand in the document itself. */
      readonly field: string | null;
    };

export interface AdoptOptions extends AdoptionRules {
  readonly source: AdoptSource;
  /** Only tells what it would do. */
  readonly dryRun: boolean;
  /** Names the changes: the same for the same adoption, so that a repeated one is made once. */
  readonly jobId: string;
  /** Called ahead of every change. */
  readonly pace: Throttle;
  /** Starts no further account once it is aborted. */
  readonly signal: AbortSignal;
}

/** What became of an account. */
export interface Adopted {
  readonly uid: string;
  readonly email: string | null;
  /** The role that it has now, or would have; null for none, or where it was skipped. */
  readonly role: string | null;
  readonly outcome: Adoption['outcome'];
  readonly changed: boolean;
  /** Why it was skipped; null when it was not. */
  readonly skipped: SkippedAccount | null;
}

/** A page of an adoption. */
export interface AdoptedPage {
  /** Where to go on; null at the end. */
  readonly next: Cursor | null;
  /** How many accounts, or ids without one, it came to. */
  readonly seen: number;
  readonly findings: readonly Adopted[];
}

/** First all accounts; then, of a collection, the documents that have none. */
export const FIRST_PAGE: Cursor = { pass: 'accounts', page: null };

/** How many accounts are worked on at the same time. */
const AT_ONCE = 10;

/**
 * Brings over the roles of the accounts at the cursor. May be run again: it finds its own changes done.
 *
 * @throws what reading the page throws, and faults of the platform that did not pass; what was changed stays changed.
 */
export async function adoptPage(
  project: Project,
  cursor: Cursor,
  options: AdoptOptions,
): Promise<AdoptedPage> {
  if (cursor.pass === 'documents') return findHomeless(project, cursor, options);
  // There is no pass over memberships here: such a cursor starts over.
  const page = cursor.pass === 'accounts' ? cursor.page : null;
  return adoptAccounts(project, page, options);
}

async function adoptAccounts(
  project: Project,
  page: string | null,
  options: AdoptOptions,
): Promise<AdoptedPage> {
  const { users, pageToken } = await listAccounts(project.auth, page);
  const accounts = users.filter(({ uid }) => isUid(uid));
  const documents = await documentsOf(project.store.users, accounts);
  const elsewhere = await valuesOf(project, accounts, documents, options.source);
  let fault: unknown = null;
  const findings = await mapConcurrent(
    accounts,
    AT_ONCE,
    async (user, index): Promise<Adopted | null> => {
      const document = documents[index] as DocumentSnapshot;
      try {
        return await adoptAccount(project, user, document, elsewhere[index], options);
      } catch (error) {
        if (faultOf(error) === 'lasting') return { ...skipped(user), skipped: skippedFor(error) };
        fault ??= error;
        return null;
      }
    },
    () => options.signal.aborted || fault !== null,
  );
  if (fault !== null) throw fault;
  const end = options.source.kind === 'claims' ? null : BEHIND_ACCOUNTS;
  const next: Cursor | null = pageToken ? { pass: 'accounts', page: pageToken } : end;
  return { next, seen: users.length, findings: findings.filter((found) => found !== null) };
}

const skipped = ({ uid, email }: { readonly uid: string; readonly email?: string | undefined }) =>
  ({ uid, email: email ?? null, role: null, outcome: 'skip', changed: false }) as const;

const BEHIND_ACCOUNTS: Cursor = { pass: 'documents', after: null };

async function documentsOf(
  collection: CollectionReference,
  accounts: readonly UserRecord[],
): Promise<readonly DocumentSnapshot[]> {
  if (accounts.length === 0) return [];
  return collection.firestore.getAll(...accounts.map(({ uid }) => collection.doc(uid)));
}

type Values = Readonly<Record<string, unknown>>;

/** What the rules read of each account; undefined where there is no document. */
async function valuesOf(
  { store }: Project,
  accounts: readonly UserRecord[],
  users: readonly DocumentSnapshot[],
  source: AdoptSource,
): Promise<readonly (Values | undefined)[]> {
  if (source.kind === 'claims') return accounts.map(({ customClaims = {} }) => customClaims);
  const isOwn = source.collection === store.users.path;
  const documents = isOwn
    ? users
    : await documentsOf(store.db.collection(source.collection), accounts);
  return documents.map((document) => fieldsIn(document.data(), source.field));
}

function fieldsIn(data: Values | undefined, field: string | null): Values | undefined {
  if (field === null) return data;
  const inside = data?.[field];
  return typeof inside === 'object' && inside !== null ? (inside as Values) : undefined;
}

async function adoptAccount(
  project: Project,
  user: UserRecord,
  document: DocumentSnapshot,
  values: Values | undefined,
  options: AdoptOptions,
): Promise<Adopted> {
  const { source, dryRun, pace } = options;
  const { uid, email = null } = user;
  const { claims } = accountOf(user);
  const data = project.store.dataOf(document) ?? null;
  const isOwn =
    source.kind === 'documents' &&
    source.field === null &&
    source.collection === project.store.users.path;
  const plan = planAdoption(options, { claims, document: data, values: values ?? null, isOwn });
  const adopted = { uid, email, outcome: plan.outcome, changed: false, skipped: null };
  if (plan.outcome === 'skip') return { ...skipped(user), skipped: plan.why };
  if (plan.outcome === 'no-role') return { ...adopted, role: null };
  const { role } = plan;
  if (plan.outcome === 'has-it') {
    if (plan.synced || dryRun) return { ...adopted, role, changed: !plan.synced };
    await pace();
    const { changed } = await untilPassed(() => syncUser(project.engine, uid), options.signal);
    return { ...adopted, role, changed };
  }
  if (dryRun) return { ...adopted, role, changed: true };
  const changeId = `${options.jobId}-${uid}`;
  // Given by an attempt that was stopped, and changed since by a person, who knows better.
  const isRepeated = options.overwrite && (await project.store.audit.doc(changeId).get()).exists;
  if (isRepeated) return { ...adopted, role: null, outcome: 'has-it' };
  await pace();
  const order = {
    uid,
    edit: { role },
    by: { kind: 'operator', prepare: true },
    revision: sourceOf(project.store, document),
    start: { account: knownAccount(user) },
    reason: `Adopted from ${sourceName(source)}: ${plan.rule.text}.`,
    changeId,
  } as const;
  const result = await untilPassed(
    () => editAccess(project, { ...order, now: Date.now() }),
    options.signal,
  );
  return { ...adopted, ...outcomeOf(project, role, result) };
}

function outcomeOf(
  { engine }: Project,
  role: string | null,
  result: EditResult,
): Pick<Adopted, 'role' | 'outcome' | 'changed' | 'skipped'> {
  const skipped = skippedBy(engine.roles, result);
  if ('sync' in result) {
    const changed = result.sync.changed || result.outcome === 'written';
    return { role, outcome: 'give', changed, skipped };
  }
  if (skipped === null) throw new Error('An operator has no session that could be refused.');
  return { role: null, outcome: 'skip', changed: false, skipped };
}

/** Documents of a collection that no account belongs to: their roles reach nobody. */
async function findHomeless(
  { auth, store }: Project,
  { after }: Extract<Cursor, { pass: 'documents' }>,
  options: AdoptOptions,
): Promise<AdoptedPage> {
  if (options.source.kind === 'claims') return { next: null, seen: 0, findings: [] };
  const { collection, field } = options.source;
  const { docs } = await documentsAfter(store.db.collection(collection), after);
  const ids = docs.map(({ id }) => id);
  const accounts = await accountsOf(auth, ids.filter(isUid));
  const homeless = docs.filter((document) => {
    const values = fieldsIn(document.data(), field);
    if (accounts.has(document.id) || values === undefined) return false;
    // What gives nothing to an account is not missed.
    const found = { claims: {}, document: null, values, isOwn: false };
    const { outcome } = planAdoption(options, found);
    return outcome === 'give' || outcome === 'skip';
  });
  const findings = homeless.map(({ id }): Adopted => {
    const message = `${collection}/${id} belongs to no account. If the id is an address, move the roles to documents with account ids.`;
    return {
      ...skipped({ uid: id }),
      skipped: { code: 'no-account', message },
    };
  });
  const last = ids.at(-1);
  const next: Cursor | null = last === undefined ? null : { pass: 'documents', after: last };
  return { next, seen: homeless.length, findings };
}

/** How the place is called on the command line, and in the audit log. */
export function sourceName(source: AdoptSource): string {
  if (source.kind === 'claims') return 'claims';
  return [source.collection, source.field].filter(Boolean).join('/');
}

/**
 * How many accounts there are: a call for every 1,000, each with a minute of its own to be answered.
 *
 * @throws {AdminError} `unreachable`, `interrupted`.
 */
export async function countAccounts(
  auth: Pick<Auth, 'listUsers'>,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  let page: string | undefined;
  do {
    const { users, pageToken } = await waitForReading(auth.listUsers(1000, page), signal);
    count += users.length;
    page = pageToken;
  } while (page);
  return count;
}

/** Waits before each repetition, in milliseconds: Firebase Auth's quota is one of a minute. */
const WAITS_MS = [1000, 4000, 15_000, 60_000];

/** Repeats what a passing fault was in the way of: Firebase Auth's quota above all. */
async function untilPassed<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const wait of WAITS_MS) {
    try {
      return await work();
    } catch (error) {
      if (faultOf(error) === 'lasting' || signal.aborted) throw error;
      await sleep(wait, undefined, { signal }).catch(() => {});
    }
  }
  return work();
}
