import { FieldValue, type Transaction } from 'firebase-admin/firestore';
import {
  DEFAULT_PER_SECOND,
  type Job,
  type JobKind,
  type JobStatus,
  MAX_PER_SECOND,
  parseJob,
} from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import type { JobsProject } from '../project.ts';
import { countPeople } from '../reconcile/read-page.ts';
import type { Finding } from '../reconcile/reconcile.ts';
import { enqueueStep, JobError } from './job-queue.ts';

/** A page of a job's work. */
export interface JobPage {
  /** The cursor to go on at, as the job stores it; null when that was the last. */
  readonly next: string | null;
  readonly seen: number;
  readonly findings: readonly Finding[];
  /** Why the job cannot go on, in a sentence; null when it can. */
  readonly fatal: string | null;
}

/** Works on the page at the cursor; null for the first one. */
export type JobWork = (cursor: string | null) => Promise<JobPage>;

export interface StartOptions {
  /** Account id of who asks; null for an operator's command line and for the schedule. */
  readonly startedBy: string | null;
  /** How many accounts the job may change a second; 10 unless given, the platform's limit. */
  readonly perSecond?: number;
  /** Why, for the audit log. @default null */
  readonly reason?: string | null;
}

/**
 * Starts a job that checks every account and repairs drift. @returns the job's id. After a
 * release that changes the shape of the claims, this is what brings it to every account.
 *
 * @throws {JobError} `bad-rate`, `no-queue`.
 */
export async function startReconcileJob(
  project: Pick<JobsProject, 'store' | 'queue'>,
  options: StartOptions,
): Promise<string> {
  const total = await countPeople(project.store);
  return startJob(project, { ...options, kind: 'reconcile', total });
}

/**
 * Writes a new job, with whatever else belongs to it in the same commit, and puts its first step
 * into the queue.
 *
 * @param addTo adds what belongs to it, after it has read what may stand against the job.
 * @throws {JobError} `bad-rate`, `no-queue`, and what `addTo` throws; nothing is written then.
 */
export async function startJob(
  { store, queue }: Pick<JobsProject, 'store' | 'queue'>,
  options: StartOptions & { readonly kind: JobKind; readonly total: number },
  addTo: (transaction: Transaction, jobId: string) => Promise<void> = async () => undefined,
): Promise<string> {
  const { perSecond = DEFAULT_PER_SECOND, ...rest } = options;
  assertRate(perSecond);
  const reference = store.jobs.doc();
  const jobId = reference.id;
  await store.db.runTransaction(async (transaction) => {
    // An attempt that took effect, although its answer was lost.
    if ((await transaction.get(reference)).exists) return;
    await addTo(transaction, jobId);
    transaction.create(reference, newJob({ ...rest, perSecond }));
  });
  await enqueueStep({ store, queue }, { jobId, step: 0 });
  return jobId;
}

/** @throws {JobError} `bad-rate`. */
function assertRate(perSecond: number): void {
  if (Number.isSafeInteger(perSecond) && perSecond >= 1 && perSecond <= MAX_PER_SECOND) return;
  throw new JobError(
    'bad-rate',
    `The accounts a second must be a whole number from 1 to ${MAX_PER_SECOND}, not ${perSecond}.`,
  );
}

/** A new job, which is running, before its first step. */
export function newJob(
  given: Pick<Job, 'kind' | 'total' | 'perSecond' | 'startedBy'> &
    Partial<Pick<Job, 'reason' | 'undoes' | 'retries'>>,
): Record<keyof Job, unknown> {
  return {
    reason: null,
    undoes: null,
    retries: null,
    ...given,
    status: 'running',
    step: 0,
    cursor: null,
    seen: 0,
    changed: 0,
    skipped: 0,
    drift: {},
    problem: null,
    createdAt: FieldValue.serverTimestamp(),
    updatedAt: FieldValue.serverTimestamp(),
    finishedAt: null,
  };
}

/**
 * Stops a job after the step that it is at, some seconds from now. What is done stays done.
 *
 * @returns the status it then has.
 * @throws {JobError} `no-such-job`, `already-over`.
 */
export async function stopJob(
  { store }: Pick<JobsProject, 'store'>,
  jobId: string,
): Promise<JobStatus> {
  const stop = (job: Job) =>
    ({ status: job.status === 'failed' ? job.status : 'stopped' }) as const;
  const { status } = await change(store, jobId, stop);
  return status;
}

/**
 * Goes on with a job where it ended. One that still runs goes on as well: with a step of a new
 * number, so that whatever of the old one is left comes to nothing.
 *
 * @returns the status it then has.
 * @throws {JobError} `no-such-job`, `already-over`, `no-queue`.
 */
export async function resumeJob(
  { store, queue }: Pick<JobsProject, 'store' | 'queue'>,
  jobId: string,
): Promise<JobStatus> {
  const { step } = await reopenJob(store, jobId, (job) => job.kind !== 'adopt');
  await enqueueStep({ store, queue }, { jobId, step });
  return 'running';
}

/**
 * Marks a job as running again, from where it ended, with a step of a new number.
 *
 * @param isMeant whether the job is of a kind that the caller works on.
 * @throws {JobError} `no-such-job`, also for one of another kind; `already-over`.
 */
export function reopenJob(
  store: Store,
  jobId: string,
  isMeant: (job: Job) => boolean,
): Promise<Job> {
  return change(store, jobId, (job) => {
    if (isMeant(job)) return { status: 'running', step: job.step + 1, problem: null };
    throw new JobError('no-such-job', `The job "${jobId}" is of another kind: ${job.kind}.`);
  });
}

async function change(store: Store, jobId: string, next: (job: Job) => Partial<Job>): Promise<Job> {
  const reference = store.job(jobId);
  return store.db.runTransaction(async (transaction) => {
    const job = parseJob((await transaction.get(reference)).data());
    if (job === null) {
      throw new JobError('no-such-job', `There is no job "${jobId}".`);
    }
    if (job.status === 'done') {
      throw new JobError('already-over', `The job "${jobId}" is done; start a new one.`);
    }
    const changes = next(job);
    transaction.update(reference, { ...changes, updatedAt: FieldValue.serverTimestamp() });
    return { ...job, ...changes };
  });
}
