import type { Auth, ListUsersResult, UserRecord } from 'firebase-admin/auth';
import {
  type CollectionReference,
  type DocumentSnapshot,
  FieldPath,
  type QuerySnapshot,
} from 'firebase-admin/firestore';
import { errorCode } from '../../core/error-code.ts';
import {
  type DriftCode,
  decodeClaims,
  isOrgId,
  isUid,
  MAX_UID_LENGTH,
  versionAt,
} from '../../core/index.ts';
import { isSameRow, planRow } from '../directory/plan-row.ts';
import type { RowObservation } from '../directory/ports.ts';
import { accountOf } from '../firebase/auth-accounts.ts';
import { changedAtOf, listedAccount, rowOf } from '../firebase/firestore-directory.ts';
import { markerOf, sourceOf } from '../firebase/firestore-documents.ts';
import { knownAccount, type NewAccount } from '../firebase/known-account.ts';
import type { Store } from '../firebase/store.ts';
import { type CopyEngine, copyEngineOf, wrongIn } from '../orgs/copy-memberships.ts';
import type { Project } from '../project.ts';
import type { Account, Observation, StoredMembership } from '../sync/ports.ts';
import type { SyncEngine } from '../sync/sync-user.ts';
import { membershipDrift, wrongEntries } from './membership-drift.ts';
import { mapConcurrent } from './throttle.ts';

/** A user with a document, a marker or an account, and the three as read together. */
export interface ObservedUser {
  readonly uid: string;
  readonly seen: Observation;
  /** The organisations of which the document says something else than the memberships. @default none */
  readonly wrongOrgs?: readonly string[];
  /** What is wrong there. @default nothing */
  readonly membershipCodes?: readonly DriftCode[];
}

/** People of one page: `auth.getUsers` answers for at most 100 ids at a time. */
const PEOPLE_PER_PAGE = 100;

const FIRST_ACCOUNTS: Cursor = { pass: 'accounts', page: null };
const FIRST_ROWS: Cursor = { pass: 'rows', after: null };
const FIRST_MEMBERS: Cursor = { pass: 'members', after: null };

/** Some people, and the way on. */
export interface Page {
  readonly people: readonly ObservedUser[];
  /** Accounts without a document and a marker, which no list shows. */
  readonly unlisted: readonly NewAccount[];
  /** People whose row in the directory is missing, or not what it should be. @default none */
  readonly rows?: readonly string[];
  /** The cursor after them; null at the end. */
  readonly next: Cursor | null;
}

/**
 * The people at the cursor, at most a hundred. Costs two document reads a person and a hundredth of
 * a `getUsers` call in the first pass; in the second a hundredth of a `listUsers` call, one
 * or two more reads an account, and a full look only at those who carry claims of ours and have no marker. An app with
 * organisations has a read for each entry of a document besides, and a third pass with two reads a membership. One with a
 * directory has a read a person for its row, another one an account, and a last pass over all rows.
 *
 * Documents first, accounts after: the page can be out of date about a user who is being changed
 * at this moment. It only selects candidates, and every change reads again.
 */
export function readPage(project: Project, cursor: Cursor): Promise<Page> {
  if (cursor.pass === 'documents') return readDocuments(project, cursor);
  if (cursor.pass === 'accounts') return readAccounts(project, cursor);
  return cursor.pass === 'members' ? readMembers(project, cursor) : readRows(project, cursor);
}

async function readDocuments(
  project: Project,
  { after }: Extract<Cursor, { pass: 'documents' }>,
): Promise<Page> {
  const { store, auth, engine } = project;
  const [users, markers] = await Promise.all([
    documentsAfter(store.users, after),
    documentsAfter(store.markers, after),
  ]);
  const userById = byId(users);
  const markerById = byId(markers);
  // The first ids of both together, so that each user is in one page with both documents.
  const uids = [...new Set([...userById.keys(), ...markerById.keys()])]
    .sort(inFirestoreOrder)
    .slice(0, PEOPLE_PER_PAGE);
  const records = await recordsOf(auth, uids);

  const copying = copyEngineOf(engine);
  const people = await mapConcurrent(uids, AT_ONCE, async (uid): Promise<ObservedUser> => {
    const user = userById.get(uid);
    const source = user
      ? sourceOf(store, user)
      : { data: null, version: versionAt(users.readTime) };
    const marker = markerOf(markerById.get(uid));
    const record = records.get(uid);
    const account = record ? accountOf(record) : null;
    const seen = { source, marker, account, now: versionAt(users.readTime) };
    if (copying === null) return { uid, seen };
    return withMemberships(copying, uid, seen, await wrongEntries(copying, uid, source.data));
  });
  const last = uids[PEOPLE_PER_PAGE - 1];
  const next: Cursor = last === undefined ? FIRST_ACCOUNTS : { pass: 'documents', after: last };
  const found = people.map(({ uid, seen }) => {
    const changedAt = changedAtOf(markerById.get(uid));
    const record = records.get(uid);
    return { uid, ...seen, changedAt, account: record ? listedAccount(record) : null };
  });
  return { people, unlisted: [], rows: await wrongRows(project, found), next };
}

/** The people whose row is not what was just seen of them; none in an app without a directory. */
async function wrongRows(
  { store, engine: { roles, directory } }: Project,
  found: readonly (Omit<RowObservation, 'now' | 'marker'> & Pick<Observation, 'marker'>)[],
): Promise<readonly string[]> {
  const people = found.filter(({ uid }) => isUid(uid));
  if (directory === undefined || people.length === 0) return [];
  const rows = await store.db.getAll(...people.map(({ uid }) => store.row(uid)));
  const now = Date.now();
  return people
    .filter(({ marker, ...person }, at) => {
      const planned = planRow(roles, { ...person, marker: marker?.damaged ? null : marker, now });
      return !isSameRow(rowOf(rows[at])?.fields ?? null, planned);
    })
    .map(({ uid }) => uid);
}

/** A page of rows, of which those come whose account is gone: nothing else leads to them. */
async function readRows(
  { store, auth, engine }: Project,
  { after }: Extract<Cursor, { pass: 'rows' }>,
): Promise<Page> {
  if (engine.directory === undefined) return { people: [], unlisted: [], next: null };
  const { docs } = await documentsAfter(store.rows, after);
  const uids = docs.map(({ id }) => id).filter(isUid);
  const accounts = await recordsOf(auth, uids);
  const last = docs[PEOPLE_PER_PAGE - 1];
  return {
    people: [],
    unlisted: [],
    rows: uids.filter((uid) => !accounts.has(uid)),
    next: last === undefined ? null : { pass: 'rows', after: last.id },
  };
}

/** How many users' memberships are read at the same time. */
const AT_ONCE = 10;

function withMemberships(
  { orgs }: CopyEngine,
  uid: string,
  seen: Observation,
  wrong: readonly StoredMembership[],
): ObservedUser {
  if (wrong.length === 0) return { uid, seen };
  const membershipCodes = membershipDrift(orgs, wrong);
  return { uid, seen, wrongOrgs: wrong.map(({ orgId }) => orgId), membershipCodes };
}

/** A page of memberships, of which the users come whose documents do not say so. */
async function readMembers(
  project: Project,
  { after }: Extract<Cursor, { pass: 'members' }>,
): Promise<Page> {
  const { store, engine } = project;
  const copying = copyEngineOf(engine);
  if (copying === null) return { people: [], unlisted: [], next: rowsOf(project) };
  const { orgs, members } = store.names.collections;
  const group = store.db.collectionGroup(members).orderBy(FieldPath.documentId());
  const { docs } = await (after === null ? group : group.startAfter(after))
    .limit(PEOPLE_PER_PAGE)
    .get();
  const byUid = new Map<string, StoredMembership[]>();
  for (const member of docs) {
    const org = member.ref.parent.parent;
    // Other collections can have the same name.
    if (org?.parent.path !== orgs || !isOrgId(org.id) || !isUid(member.id)) continue;
    const membership = { orgId: org.id, data: member.data(), revision: null };
    byUid.set(member.id, [...(byUid.get(member.id) ?? []), membership]);
  }
  const uids = [...byUid.keys()];
  const users =
    uids.length === 0 ? [] : await store.db.getAll(...uids.map((uid) => store.user(uid)));
  const people = await mapConcurrent(users, AT_ONCE, async (user): Promise<ObservedUser | null> => {
    const data = sourceOf(store, user).data;
    const wrong = wrongIn(copying.orgs, byUid.get(user.id) ?? [], data);
    if (wrong.length === 0) return null;
    return withMemberships(copying, user.id, await readPerson(project, user.id), wrong);
  });
  const last = docs[PEOPLE_PER_PAGE - 1];
  return {
    people: people.filter((person) => person !== null),
    unlisted: [],
    next: last === undefined ? rowsOf(project) : { pass: 'members', after: last.ref.path },
  };
}

/** A page of documents, by their ids. */
export function documentsAfter(
  collection: CollectionReference,
  after: string | null,
): Promise<QuerySnapshot> {
  const ordered = collection.orderBy(FieldPath.documentId()).limit(PEOPLE_PER_PAGE);
  return (after === null ? ordered : ordered.startAfter(after)).get();
}

function byId({ docs }: QuerySnapshot): ReadonlyMap<string, DocumentSnapshot> {
  return new Map(docs.map((doc) => [doc.id, doc]));
}

/** Firestore orders ids by their bytes, JavaScript would by UTF-16 units. */
function inFirestoreOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The accounts with these ids, by id. */
export async function accountsOf(
  auth: Auth,
  uids: readonly string[],
): Promise<ReadonlyMap<string, Account>> {
  const records = await recordsOf(auth, uids);
  return new Map([...records].map(([uid, record]) => [uid, accountOf(record)]));
}

async function recordsOf(
  auth: Auth,
  uids: readonly string[],
): Promise<ReadonlyMap<string, UserRecord>> {
  // One id that no account can have would fail the whole question.
  const possible = uids.filter((uid) => uid.length <= MAX_UID_LENGTH);
  if (possible.length === 0) return new Map();
  const { users } = await auth.getUsers(possible.map((uid) => ({ uid })));
  return new Map(users.map((user) => [user.uid, user]));
}

async function readAccounts(
  project: Project,
  { page }: Extract<Cursor, { pass: 'accounts' }>,
): Promise<Page> {
  const { users, pageToken } = await listAccounts(project.auth, page);
  const carriers = users
    .filter((user) => isUid(user.uid) && carriesOurs(accountOf(user)))
    .map(({ uid }) => uid);
  const unmarked = await withoutMarker(project.store, carriers);
  const people = await Promise.all(
    unmarked.map(async (uid) => ({ uid, seen: await readPerson(project, uid) })),
  );
  const unlisted = await withoutDocument(project.store, users, unmarked);
  const rows = await rowsOfAccounts(project, users);
  const found = { people, unlisted, rows };
  if (pageToken) return { ...found, next: { pass: 'accounts', page: pageToken } };
  const hasOrgs = project.engine.roles.orgs !== undefined;
  return { ...found, next: hasOrgs ? FIRST_MEMBERS : rowsOf(project) };
}

/** The pass over the rows, where there is a directory. */
const rowsOf = ({ engine }: Project): Cursor | null =>
  engine.directory === undefined ? null : FIRST_ROWS;

/** Accounts whose row is missing, or of which no document is known: the first pass has looked at the others. */
async function rowsOfAccounts(
  { store, engine }: Project,
  users: readonly UserRecord[],
): Promise<readonly string[]> {
  const listed = users.filter((user) => isUid(user.uid) && listedAccount(user).isIdentified);
  if (engine.directory === undefined || listed.length === 0) return [];
  const rows = await store.db.getAll(...listed.map(({ uid }) => store.row(uid)), {
    fieldMask: ['hasDocument'],
  });
  return rows.filter((row) => row.get('hasDocument') !== true).map(({ id }) => id);
}

/** A page of accounts; the first one again where Firebase Auth no longer knows the token. */
export async function listAccounts(auth: Auth, page: string | null): Promise<ListUsersResult> {
  try {
    return await auth.listUsers(PEOPLE_PER_PAGE, page ?? undefined);
  } catch (error) {
    if (page === null || errorCode(error) !== 'auth/invalid-page-token') {
      throw error;
    }
    return auth.listUsers(PEOPLE_PER_PAGE);
  }
}

/** An account without our claims and without a document has no drift. */
function carriesOurs({ claims }: Account): boolean {
  const { role, version } = decodeClaims(claims);
  return role !== null || version > 0;
}

/**
 * Accounts without a document and without a decision. Not anonymous ones;
 * and not accounts of this hour, whose creator may be about to write the document.
 */
async function withoutDocument(
  store: Store,
  users: readonly UserRecord[],
  carriers: readonly string[],
): Promise<readonly NewAccount[]> {
  const known = users.map(knownAccount).filter(({ uid, isIdentified, createdAt }) => {
    const isOld = createdAt < Date.now() - MAKER_MS;
    return isIdentified && isOld && isUid(uid) && !carriers.includes(uid);
  });
  if (known.length === 0) return [];
  const references = known.map(({ uid }) => store.user(uid));
  const documents = await store.db.getAll(...references, { fieldMask: [] });
  const missing = known.filter((_, at) => documents[at]?.exists === false);
  const unmarked = new Set(
    await withoutMarker(
      store,
      missing.map(({ uid }) => uid),
    ),
  );
  return missing.filter(({ uid }) => unmarked.has(uid));
}

/** The time in which the creator of an account may write its document. */
const MAKER_MS = 3_600_000;

async function withoutMarker(store: Store, uids: readonly string[]): Promise<readonly string[]> {
  if (uids.length === 0) return [];
  const references = uids.map((uid) => store.marker(uid));
  const markers = await store.db.getAll(...references, { fieldMask: ['version'] });
  return markers.filter(({ exists }) => !exists).map(({ id }) => id);
}

/**
 * Document, marker and account of one person at this moment. An id that neither knows comes back
 * with all three empty.
 */
export async function readPerson(
  { engine }: { readonly engine: SyncEngine },
  uid: string,
): Promise<Observation> {
  // Documents first: claims that were published are on the account then, or newer ones.
  const found = await engine.documents.read(uid);
  return { ...found, account: await engine.accounts.read(uid) };
}

/**
 * Where a reconciliation continues. It first visits all users with a document or a marker, by id;
 * then the accounts with neither; then, in an app with organisations, all memberships, and in one with a directory its rows.
 */
export type Cursor =
  | {
      readonly pass: 'documents';
      /** The last person looked at; null for the beginning. */
      readonly after: string | null;
    }
  | {
      readonly pass: 'accounts';
      /** The page of accounts, by Firebase Auth's token; null for the first. */
      readonly page: string | null;
    }
  | {
      readonly pass: 'rows';
      /** Id of the last row looked at; null for the beginning. */
      readonly after: string | null;
    }
  | {
      readonly pass: 'members';
      /** Path of the last membership looked at; null for the beginning. */
      readonly after: string | null;
    };

export const BEGINNING: Cursor = { pass: 'documents', after: null };

/** The cursor as a job stores it. */
export function writeCursor(cursor: Cursor): string {
  return JSON.stringify(cursor);
}

/** The stored cursor; an unreadable one starts over, which only costs time. */
export function readCursor(stored: string | null): Cursor {
  try {
    const { pass, after, page } = JSON.parse(stored ?? 'null') as Record<string, unknown>;
    if (pass === 'documents' && isNullOrText(after)) return { pass, after };
    if ((pass === 'members' || pass === 'rows') && isNullOrText(after)) return { pass, after };
    if (pass === 'accounts' && isNullOrText(page)) return { pass, page };
  } catch {
    // See above.
  }
  return BEGINNING;
}

function isNullOrText(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

/** Page after page, from the cursor on, for as long as a page names another one. */
export async function* paginate<Cursor, Page extends { readonly next: Cursor | null }>(
  work: (cursor: Cursor) => Promise<Page>,
  begin: Cursor,
): AsyncGenerator<Page, void, undefined> {
  let cursor = begin;
  for (;;) {
    const page = await work(cursor);
    yield page;
    if (page.next === null) return;
    cursor = page.next;
  }
}

/** How many people have a document: about how many a reconciliation will see. One read for 1,000 of them. */
export async function countPeople(store: Store): Promise<number> {
  const { count } = (await store.users.count().get()).data();
  return count;
}
