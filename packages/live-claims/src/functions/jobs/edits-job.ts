import type { Transaction } from 'firebase-admin/firestore';
import {
  type BulkChange,
  type JobKind,
  parseBulkChanges,
  parseUserProfile,
  type StoredChange,
} from '../../core/index.ts';
import type { AccessEdit } from '../edit/order.ts';
import { createAuditEntry } from '../firebase/audit-entry.ts';
import type { Store } from '../firebase/store.ts';
import type { JobsProject } from '../project.ts';
import { JobError } from './job-queue.ts';
import { type StartOptions, startJob } from './start-job.ts';

/** A job that makes a list of changes. */
export interface EditsJob extends StartOptions {
  readonly kind: Extract<JobKind, 'bulk-set-roles' | 'bulk-edit'>;
  readonly changes: readonly StoredChange[];
  /** The job whose changes this one undoes. @default none */
  readonly undoes?: string | null;
  /** The job whose failures this one tries again. @default none */
  readonly retries?: string | null;
}

/**
 * Starts a job that makes the changes, and writes the one entry of the audit log that stands for it; each change has
 * an entry of its own besides, with the job's id.
 *
 * @returns the job's id.
 * @throws {JobError} `too-many-jobs`, `bad-rate`, `no-queue`.
 */
export function startEditsJob(
  project: JobsProject,
  { changes, ...options }: EditsJob,
): Promise<string> {
  const { store } = project;
  const { startedBy, reason = null } = options;
  const job = { ...options, total: changes.length };
  return startJob(project, job, async (transaction, jobId) => {
    if (startedBy !== null) await refuseTooMany(project, transaction, startedBy);
    const [starter] = startedBy === null ? [] : await transaction.getAll(store.user(startedBy));
    const { displayName: name, email } = parseUserProfile(store.dataOf(starter));
    addChanges(store, transaction, jobId, changes);
    createAuditEntry(store, transaction, null, {
      type: 'job-started',
      uid: null,
      before: null,
      after: null,
      actor:
        startedBy === null
          ? { kind: 'service', uid: null }
          : { kind: 'person', uid: startedBy, name, email },
      reason,
      outcome: 'applied',
      startsJob: jobId,
      count: changes.length,
    });
  });
}

/** Counted in the commit that adds one: of many calls at once no more get through. @throws {JobError} `too-many-jobs`. */
async function refuseTooMany(
  { store, limits }: Pick<JobsProject, 'store' | 'limits'>,
  transaction: Transaction,
  startedBy: string,
): Promise<void> {
  const running = store.jobs
    .where('startedBy', '==', startedBy)
    .where('status', '==', 'running')
    .select()
    .limit(limits.jobsPerPerson);
  if ((await transaction.get(running)).size < limits.jobsPerPerson) return;
  throw new JobError(
    'too-many-jobs',
    `${limits.jobsPerPerson} of your jobs are running. Wait until one is done, or stop one.`,
  );
}

/** Changes in one document, far below its limit of 1 MiB. */
const CHANGES_PER_DOCUMENT = 500;

/** Stores the changes of a job in the commit that creates it. */
function addChanges(
  store: Store,
  transaction: Transaction,
  jobId: string,
  changes: readonly StoredChange[],
): void {
  for (let first = 0; first < changes.length; first += CHANGES_PER_DOCUMENT) {
    const some = changes.slice(first, first + CHANGES_PER_DOCUMENT).map(withoutUndefined);
    transaction.create(documentWith(store, jobId, first), { changes: some });
  }
}

/** Firestore refuses `undefined`. */
function withoutUndefined(change: StoredChange): object {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/**
 * Up to `limit` of a job's changes from the `first`-th on; fewer where a document ends, null where there is
 * none, or none that can be read.
 */
export async function readChanges(
  store: Store,
  jobId: string,
  first: number,
  limit: number,
): Promise<readonly StoredChange[] | null> {
  const document = await documentWith(store, jobId, first).get();
  const offset = first % CHANGES_PER_DOCUMENT;
  return parseBulkChanges(document.data())?.slice(offset, offset + limit) ?? null;
}

/** All changes of a job with so many; null where one of its documents is missing or cannot be read. */
export async function readAllChanges(
  store: Store,
  jobId: string,
  total: number,
): Promise<readonly StoredChange[] | null> {
  const all: StoredChange[] = [];
  while (all.length < total) {
    const some = await readChanges(store, jobId, all.length, CHANGES_PER_DOCUMENT);
    if (some === null || some.length === 0) return null;
    all.push(...some);
  }
  return all;
}

function documentWith({ db, paths }: Store, jobId: string, first: number) {
  return db.doc(paths.changes(jobId, Math.floor(first / CHANGES_PER_DOCUMENT)));
}

/** The id of a change of a job, and of its entry: the same when a step is repeated, so that it is one change. */
export function changeIdOf(jobId: string, index: number): string {
  return `${jobId}-${index}`;
}

/** What a change of a list, or of a job, does to access. */
export function editOf({
  role,
  expiresAt,
  disabled,
  endSessions,
}: StoredChange | BulkChange): AccessEdit {
  return {
    ...(role !== undefined && { role, expiresAt: expiresAt ?? null }),
    ...(disabled !== undefined && { disabled }),
    ...(endSessions && { endSessions }),
  };
}
