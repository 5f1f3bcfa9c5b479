import type { DocumentSnapshot, Query } from 'firebase-admin/firestore';
import {
  accessRefusalSentence,
  type BulkAction,
  type BulkChange,
  type BulkEditResult,
  type BulkLine,
  type BulkPeople,
  BulkProblems,
  type BulkVerdict,
  type DirectoryWords,
  directoryQuery,
  type ExpectedAccess,
  type InvalidChange,
  MAX_BULK_CHANGES,
  type Milliseconds,
  matchesSearch,
  type ParsedBulkEdit,
  parseAuditEntry,
  parseDirectoryRow,
  parseUserProfile,
  type RoleTable,
  readAccessSettings,
  readDirectoryRequest,
  refusalSentence,
  restoredBy,
  type StoredChange,
} from '../../core/index.ts';
import { changesSince } from '../edit/commit-edit.ts';
import type { AccessEdit, UndoneChange } from '../edit/order.ts';
import { accessIn, type EditPlan, planEdit, type Scene } from '../edit/plan-edit.ts';
import { sourceOf } from '../firebase/firestore-documents.ts';
import { type KnownAccount, knownAccount } from '../firebase/known-account.ts';
import type { Store } from '../firebase/store.ts';
import type { Caller } from '../guards/check-access.ts';
import type { JobsProject } from '../project.ts';
import { createWithoutRole } from '../provision/ensure-document.ts';
import { mapConcurrent } from '../reconcile/throttle.ts';
import type { Source } from '../sync/ports.ts';
import { changeIdOf, editOf, readAllChanges, startEditsJob } from './edits-job.ts';
import { JobError } from './job-queue.ts';
import { readJob } from './run-step.ts';

/** Who asks for a bulk change, and how fast it is to go. */
export interface BulkEditOptions {
  /** A person, whose rank decides, or an operator. */
  readonly by: { readonly kind: 'person'; readonly caller: Caller } | { readonly kind: 'operator' };
  /** How many accounts the job may change a second. */
  readonly perSecond?: number;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

/**
 * Says what would become of each user, by the same rules as a single edit but for the last owner, which depends on what
 * the others become; without `dryRun` it starts a job that makes the changes, each checked again at its moment, and
 * only where the user's access is still what it was here.
 *
 * @throws {BulkProblems} when the users cannot be told, as where too many have a role.
 * @throws {JobError} `no-such-job`, `still-running` with `retry` and `undo`; `too-many-jobs`, `bad-rate`, `no-queue`.
 */
export async function bulkEdit(
  project: JobsProject,
  request: ParsedBulkEdit,
  options: BulkEditOptions,
): Promise<BulkEditResult> {
  const { by } = options;
  const wanted = withoutDuplicates(await wantedBy(project, request));
  const found = await readPeople(project, wanted, by);
  const judged = await mapConcurrent(wanted, LOOKS_AT_ONCE, (one, index) =>
    judge(project, one, index, found, options),
  );
  const changing = judged.filter(({ line }) => line.verdict === 'changes');
  const alreadySo = judged.filter(({ line }) => line.verdict === 'already-so').length;
  const result = {
    total: judged.length,
    changes: changing.length,
    alreadySo,
    problems: judged.length - changing.length - alreadySo,
    lines: judged.map(({ line }) => line),
  };
  if (request.dryRun || changing.length === 0) return { jobId: null, ...result };

  const unlisted = changing.flatMap(({ line: { uid } }) => {
    const isListed = found.users.get(uid ?? '')?.data != null;
    return (!isListed && found.accounts.get(uid ?? '')) || [];
  });
  await mapConcurrent(unlisted, LOOKS_AT_ONCE, (account) => createWithoutRole(project, account));
  const jobId = await startEditsJob(project, {
    kind: 'bulk-edit',
    startedBy: 'caller' in by ? by.caller.uid : null,
    ...(options.perSecond !== undefined && { perSecond: options.perSecond }),
    reason: request.reason ?? null,
    undoes: 'undo' in request ? request.undo : null,
    retries: 'retry' in request ? request.retry : null,
    changes: changing.flatMap(({ change }) => change ?? []),
  });
  return { jobId, ...result };
}

/** How many users are looked at at the same time, where that takes a request for each. */
const LOOKS_AT_ONCE = 20;

/** A user that a request is about, and what is wanted. */
interface Wanted {
  /** Null where the address has no account. */
  readonly uid: string | null;
  readonly email?: string | undefined;
  readonly edit: AccessEdit;
  /** Whether only the end of the role is set: `edit` has no role then. */
  readonly endOnly?: boolean;
  readonly expected?: ExpectedAccess | undefined;
  readonly undoes?: UndoneChange;
  /** Decided without a look at the user. */
  readonly problem?: { readonly verdict: BulkVerdict; readonly message: string };
}

async function wantedBy(project: JobsProject, request: ParsedBulkEdit): Promise<readonly Wanted[]> {
  const { store } = project;
  if ('changes' in request) return wantedInList(project, request.changes);
  if ('undo' in request) return wantedToUndo(store, request.undo);
  if ('retry' in request) return wantedAgain(store, request.retry);
  const { people, action } = request;
  const uids = await uidsOf(project, people);
  return uids.map((uid) => ({ uid, ...wantedOf(action) }));
}

function wantedOf(action: BulkAction): Pick<Wanted, 'edit' | 'endOnly'> {
  switch (action.kind) {
    case 'set-role':
      return { edit: { role: action.role, expiresAt: action.expiresAt ?? null } };
    case 'set-end':
      return { edit: { expiresAt: action.expiresAt }, endOnly: true };
    case 'end-sessions':
      return { edit: { endSessions: true } };
    case 'disable':
      return { edit: { disabled: true, ...(action.endSessions && { endSessions: true }) } };
    case 'enable':
      return { edit: { disabled: false } };
  }
}

async function uidsOf(
  { store, engine: { roles } }: Pick<JobsProject, 'store' | 'engine'>,
  people: BulkPeople,
): Promise<readonly string[]> {
  if ('uids' in people) return people.uids;
  if ('matching' in people) return uidsMatching(store, roles, people.matching);
  const { role } = store.names.fields;
  const query = store.users.where(role, '==', people.everybodyWith.role).select();
  return (await notTooMany(query)).map(({ id }) => id);
}

/** Those whom a list of the directory shows: by the same query, and the same words of a search. */
async function uidsMatching(
  store: Store,
  roles: RoleTable,
  words: DirectoryWords,
): Promise<readonly string[]> {
  const read = readDirectoryRequest(roles, words);
  if ('refusal' in read) throw refused(read.refusal);
  const now = Date.now();
  const { search } = read.request;
  const asked = directoryQuery(read.request, now);
  if (asked === null) return [];
  const rows: Query = store.db.collection(store.names.collections.directory);
  // Without its order, which a list of ids has no use for, it needs no index of its own.
  const docs = await notTooMany(
    asked.where.reduce((query, { field, op, value }) => query.where(field, op, value), rows),
  );
  const found = docs.flatMap(({ id, data }) => parseDirectoryRow(id, data, now) ?? []);
  const shown = search === undefined ? found : found.filter((row) => matchesSearch(row, search));
  return shown.map(({ uid }) => uid);
}

/** @throws {BulkProblems} when it finds more than a job can have. */
async function notTooMany(query: Query) {
  const { docs } = await query.limit(MAX_BULK_CHANGES + 1).get();
  if (docs.length > MAX_BULK_CHANGES) {
    throw refused(`These are more than ${MAX_BULK_CHANGES} people; choose some of them.`);
  }
  return docs.map((document) => ({ id: document.id, data: document.data() }));
}

const refused = (message: string) => new BulkProblems([{ index: null, code: 'invalid', message }]);

/** How many accounts Firebase Auth tells of in one call. */
const ACCOUNTS_PER_CALL = 100;

/** Calls to Firebase Auth at the same time. */
const CALLS_AT_ONCE = 5;

async function wantedInList(
  { auth }: Pick<JobsProject, 'auth'>,
  changes: readonly (BulkChange | InvalidChange)[],
): Promise<readonly Wanted[]> {
  const emails = changes.flatMap((change) => ('email' in change && change.email) || []);
  const accounts = await accountsOf(
    auth,
    emails.map((email) => ({ email })),
  );
  const byEmail = new Map(accounts.map((account) => [account.email?.toLowerCase(), account]));
  return changes.map((change): Wanted => {
    if ('invalid' in change) return { uid: null, edit: {}, ...problem('invalid', change.invalid) };
    const { uid, email, expected } = change;
    const edit = editOf(change);
    if (uid !== undefined) return { uid, edit, expected };
    const account = byEmail.get(email?.toLowerCase());
    if (account === undefined) return { uid: null, email, edit, ...problem('gone', NO_ACCOUNT) };
    const unverified = !account.emailVerified && problem('unverified-address', UNVERIFIED);
    return { uid: account.uid, email, edit, expected, ...unverified };
  });
}

const NO_ACCOUNT = 'There is no account with this address.';
const UNVERIFIED = 'The account with this address has not verified it. Name the account by its id.';
const problem = (verdict: BulkVerdict, message: string) => ({ problem: { verdict, message } });

async function accountsOf(
  auth: JobsProject['auth'],
  ids: readonly ({ readonly uid: string } | { readonly email: string })[],
): Promise<readonly KnownAccount[]> {
  const calls = Array.from({ length: Math.ceil(ids.length / ACCOUNTS_PER_CALL) }, (_, call) =>
    ids.slice(call * ACCOUNTS_PER_CALL, (call + 1) * ACCOUNTS_PER_CALL),
  );
  const answers = await mapConcurrent(calls, CALLS_AT_ONCE, (some) => auth.getUsers([...some]));
  return answers.flatMap(({ users }) => users.map(knownAccount));
}

async function wantedToUndo(store: Store, jobId: string): Promise<readonly Wanted[]> {
  const changes = await changesOfJob(store, jobId);
  const ids = changes.map((_, index) => changeIdOf(jobId, index));
  const undone = await readUndone(store, ids);
  return ids.flatMap((id) => undone.get(id) ?? []);
}

/** The failures of a job, by what stands there now. */
async function wantedAgain(store: Store, jobId: string): Promise<readonly Wanted[]> {
  const changes = await changesOfJob(store, jobId);
  const { docs } = await store.db.collection(store.paths.skipped(jobId)).select().get();
  const skipped = new Set(docs.map(({ id }) => id));
  const failed = changes.filter(({ uid }) => skipped.has(uid));
  const undone = await readUndone(
    store,
    failed.flatMap(({ undoes }) => undoes ?? []),
  );
  return failed.flatMap((change): Wanted | readonly Wanted[] => {
    const { uid, undoes, endOnly } = change;
    if (undoes !== undefined) return undone.get(undoes) ?? [];
    if (!endOnly) return { uid, edit: editOf(change) };
    return { uid, edit: { expiresAt: change.expiresAt ?? null }, endOnly };
  });
}

/** @throws {JobError} `no-such-job`, `still-running`. */
async function changesOfJob(store: Store, jobId: string): Promise<readonly StoredChange[]> {
  const job = await readJob(store, jobId);
  const isOfChanges = job?.kind === 'bulk-edit' || job?.kind === 'bulk-set-roles';
  if (job?.status === 'running' && isOfChanges) {
    throw new JobError(
      'still-running',
      `The job "${jobId}" is still running. Stop it first, or wait.`,
    );
  }
  const changes = job && isOfChanges ? await readAllChanges(store, jobId, job.total) : null;
  if (changes !== null) return changes;
  throw new JobError('no-such-job', `There is no job "${jobId}" with changes that can be read.`);
}

/** What would undo the changes of these entries, by their ids; without those that there are not. */
async function readUndone(
  store: Store,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Wanted>> {
  if (ids.length === 0) return new Map();
  const documents = await store.db.getAll(...ids.map((id) => store.audit.doc(id)));
  return new Map(
    documents.flatMap((document): [string, Wanted][] => {
      const entry = parseAuditEntry(document.data());
      if (entry?.uid == null || entry.after === null || !('role' in entry.after)) return [];
      const { uid, at, after, direct } = entry;
      const edit = restoredBy(entry);
      const undoes = { id: document.id, at, after, direct };
      const nothing = edit === null && problem('invalid', 'There is nothing to put back.');
      return [[document.id, { uid, edit: edit ?? {}, undoes, ...nothing }]];
    }),
  );
}

/** An account that is named again is left alone the second time. */
function withoutDuplicates(wanted: readonly Wanted[]): readonly Wanted[] {
  const seen = new Set<string>();
  return wanted.map((one) => {
    if (one.uid === null || one.problem !== undefined) return one;
    if (seen.has(one.uid))
      return { ...one, ...problem('duplicate', 'The list names this user twice.') };
    seen.add(one.uid);
    return one;
  });
}

/** The users as they are now. */
interface Found {
  readonly users: ReadonlyMap<string, Source>;
  /** The accounts of those without a document, or with one that has neither name nor address. */
  readonly accounts: ReadonlyMap<string, KnownAccount>;
  readonly actor: Scene['actor'];
  readonly settings: Scene['settings'];
}

async function readPeople(
  { store, auth }: JobsProject,
  wanted: readonly Wanted[],
  by: BulkEditOptions['by'],
): Promise<Found> {
  const uids = wanted.flatMap(({ uid }) => uid ?? []);
  const { fields } = store.names;
  const asked = ['role', 'expiresAt', 'disabled', 'sessionsRevokedAt', 'changeId'] as const;
  const shown = ['displayName', 'email', 'updatedAt', 'updatedBy'] as const;
  const fieldMask = [...asked, ...shown].map((field) => fields[field]);
  const people =
    uids.length === 0
      ? []
      : await store.db.getAll(...uids.map((uid) => store.user(uid)), { fieldMask });
  const isNamed = (person: DocumentSnapshot) => {
    const { displayName, email } = parseUserProfile(store.dataOf(person));
    return displayName !== null || email !== null;
  };
  // An app may keep no names beside the roles.
  const nameless = people.filter((person) => !isNamed(person)).map(({ id }) => ({ uid: id }));
  const accounts = await accountsOf(auth, nameless);
  const [actor, settings] =
    'caller' in by ? await store.db.getAll(store.user(by.caller.uid), store.settings) : [];
  return {
    users: new Map(people.map((person) => [person.id, sourceOf(store, person)])),
    accounts: new Map(accounts.map((account) => [account.uid, account])),
    actor: store.dataOf(actor),
    settings: readAccessSettings(settings?.data(), Date.now()),
  };
}

/** What would become of a user, and the change to store where there is one. */
async function judge(
  { store, engine: { roles } }: JobsProject,
  wanted: Wanted,
  index: number,
  { users, accounts, actor, settings }: Found,
  { by, now }: BulkEditOptions,
): Promise<{ readonly line: BulkLine; readonly change?: StoredChange }> {
  const { uid, undoes } = wanted;
  const account = accounts.get(uid ?? '');
  const stored = users.get(uid ?? '') ?? { data: null, version: 0 };
  // Its document is made when the job begins.
  const target: Source = stored.data === null && account ? { ...stored, data: {} } : stored;
  const profile = parseUserProfile(target.data ?? {});
  const current = accessIn(target.data);
  const name = profile.displayName ?? account?.displayName ?? null;
  const email = profile.email ?? account?.email ?? wanted.email ?? null;
  const line = { index, uid, name, email, role: current.role };
  if (wanted.problem !== undefined || uid === null) {
    const { verdict, message } = wanted.problem ?? { verdict: 'gone', message: NO_ACCOUNT };
    return { line: { ...line, verdict, message } };
  }
  if (wanted.endOnly && target.data !== null && current.role === null) {
    const message = 'This user has no role whose end could be set.';
    return { line: { ...line, verdict: 'no-role', message } };
  }
  const edit = wanted.endOnly ? { ...wanted.edit, role: current.role } : wanted.edit;
  const isLast = undoes === undefined || target.data?.changeId === undoes.id;
  const since = isLast ? undefined : await changesSince(store, { uid, undoes });
  const scene: Scene = { target, actor, settings, account: undefined, since };
  const expected = wanted.expected ?? (isOnlySessions(edit) ? undefined : current);
  const order = { uid, edit, by, expected, undoes, changeId: '', now };
  const plan = planEdit(roles, scene, order, true);
  const verdict = verdictOf(plan);
  const message = messageOf(roles, plan);
  if (verdict !== 'changes') return { line: { ...line, verdict, message } };
  const change: StoredChange = {
    ...{ uid, name, email },
    ...(undoes === undefined ? { ...edit, expected } : { undoes: undoes.id }),
    ...(wanted.endOnly && { endOnly: true }),
  };
  return { line: { ...line, verdict, message: null }, change };
}

/** Those end whatever the role has become. */
const isOnlySessions = ({ role, disabled }: AccessEdit) =>
  role === undefined && disabled === undefined;

function verdictOf(plan: EditPlan): BulkVerdict {
  switch (plan.outcome) {
    case 'write':
    case 'made-before':
      return 'changes';
    case 'forbidden':
      return plan.reason;
    case 'unauthenticated':
      return 'not-allowed';
    case 'no-such-person':
      return 'gone';
    case 'cannot-apply':
      return plan.problem.code === 'in-the-past' ? 'in-the-past' : 'invalid';
    default:
      return plan.outcome;
  }
}

function messageOf(roles: RoleTable, plan: EditPlan): string | null {
  switch (plan.outcome) {
    case 'write':
    case 'made-before':
    case 'already-so':
      return null;
    case 'forbidden':
      return refusalSentence(roles, plan.reason);
    case 'unauthenticated':
      return accessRefusalSentence(plan.refusal.reason);
    case 'cannot-apply':
      return plan.problem.message;
    default:
      return refusalSentence(roles, plan.outcome);
  }
}
