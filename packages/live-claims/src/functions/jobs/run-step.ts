import { FieldValue } from 'firebase-admin/firestore';
import { type Job, type JobTask, parseJob } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import type { JobsProject } from '../project.ts';
import { type Fault, skippedFor } from '../reconcile/failure.ts';
import { paginate } from '../reconcile/read-page.ts';
import {
  addCounts,
  type Counts,
  countsOf,
  EMPTY_COUNTS,
  type Finding,
} from '../reconcile/reconcile.ts';
import { createThrottle, type Throttle } from '../reconcile/throttle.ts';
import { editsWork } from './edits-work.ts';
import { reconcileWork } from './reconcile-job.ts';
import type { JobWork } from './start-job.ts';

/** What a job of this kind does with a page. */
function workOf(project: JobsProject, jobId: string, job: Job, pace: Throttle): JobWork {
  return job.kind === 'bulk-set-roles' || job.kind === 'bulk-edit'
    ? editsWork(project, jobId, job, pace)
    : reconcileWork(project, jobId, pace);
}

/** How long a step works before it writes down how far it came and makes room for the next one. */
const STEP_MS = 5000;

/** How often it writes down how far it came, for those who watch. */
const PROGRESS_MS = 1000;

/** Skipped accounts that are listed in one commit. */
const SKIPPED_PER_BATCH = 400;

/** What became of a step. */
export type StepOutcome =
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'advanced' | 'done' | 'failed'; readonly counts: Counts };

/** Passing faults were in the step's way; to be tried again later. */
class StepInterrupted extends Error {
  constructor(task: JobTask, findings: readonly Finding[]) {
    super(`Step ${task.step} of job ${task.jobId} has to be repeated: ${firstFault(findings)}`);
    this.name = 'StepInterrupted';
  }
}

/** A step that is due could not be put into the queue; to be tried again later. */
class NotEnqueued extends Error {
  readonly task: JobTask;

  constructor(task: JobTask, cause: unknown) {
    super(skippedFor(cause).message, { cause });
    this.name = 'NotEnqueued';
    this.task = task;
  }
}

/**
 * Works on one step of a job, writes down how far it came and puts the next step into the queue.
 *
 * May be run any number of times, and may die anywhere: the work finds its own changes done, and the
 * job moves on from step to step in a transaction, so that of two runs of one step only the first is
 * counted. A task of an earlier step sees to it that the current one is in the queue, for the case
 * that its run died between the two.
 *
 * @param attempt 1 for the first.
 * @throws {StepInterrupted} and whatever Firebase rejects with, to be repeated; on the last attempt
 *   the job is marked as failed instead.
 */
export async function runStep(
  project: JobsProject,
  task: JobTask,
  attempt: number,
): Promise<StepOutcome> {
  try {
    return await attemptStep(project, task, attempt);
  } catch (error) {
    if (attempt < STEP_ATTEMPTS) throw error;
    const failed = error instanceof NotEnqueued ? error.task : task;
    await failJob(project.store, failed, skippedFor(error).message);
    return { outcome: 'failed', counts: EMPTY_COUNTS };
  }
}

async function attemptStep(
  project: JobsProject,
  task: JobTask,
  attempt: number,
): Promise<StepOutcome> {
  const { jobId, step } = task;
  const job = await readJob(project.store, jobId);
  if (job?.kind === 'adopt') return { outcome: 'stale' };
  if (job?.status !== 'running' || job.step !== step) {
    if (job?.status === 'running') await enqueue(project, { jobId, step: job.step });
    return { outcome: 'stale' };
  }

  const { from, cursor, counts, uncounted, findings, fatal, goesOn } = await work(
    project,
    task,
    job,
  );
  if (!goesOn) return { outcome: 'stale' };
  const faults = findings.flatMap(({ fault }) => fault ?? []);
  const verdict = judgeStep({ seen: counts.seen, changed: counts.changed, faults }, attempt);
  if (verdict === 'retry') throw new StepInterrupted(task, findings);
  if (fatal !== null || verdict === 'abort') {
    await failJob(project.store, task, fatal ?? firstFault(findings));
    return { outcome: 'failed', counts };
  }
  await writeSkipped(project.store, jobId, findings);
  if (await advance(project.store, task, cursor, uncounted, from)) {
    await enqueue(project, { jobId, step: step + 1 });
  }
  return { outcome: cursor === null ? 'done' : 'advanced', counts };
}

/** What a run of a step came to. */
interface Worked {
  /** Where what is not written down yet began. */
  readonly from: string | null;
  /** Where to go on; null at the end. */
  readonly cursor: string | null;
  /** Of the whole run. */
  readonly counts: Counts;
  /** Of what is not written down yet. */
  readonly uncounted: Counts;
  readonly findings: readonly Finding[];
  readonly fatal: string | null;
  /** False when another run has moved the job on, or it was stopped: there is nothing left to do. */
  readonly goesOn: boolean;
}

/**
 * Page after page for as long as a step lasts; how far it came is written down once a second, so that it can be
 * watched. A page in which something went wrong is the last.
 */
async function work(project: JobsProject, task: JobTask, job: Job): Promise<Worked> {
  const { store } = project;
  const end = performance.now() + STEP_MS;
  let written = performance.now();
  let from = job.cursor;
  let cursor = from;
  let findings: Finding[] = [];
  let counts = EMPTY_COUNTS;
  let uncounted = EMPTY_COUNTS;
  const worked = (fatal: string | null, goesOn = true): Worked => ({
    ...{ from, cursor, counts, uncounted, findings, fatal, goesOn },
  });
  const workOnPage = workOf(project, task.jobId, job, createThrottle(job.perSecond));
  for await (const page of paginate(workOnPage, cursor)) {
    findings.push(...page.findings.filter(({ skipped }) => skipped !== null));
    counts = addCounts(counts, countsOf(page));
    uncounted = addCounts(uncounted, countsOf(page));
    cursor = page.next;
    const trouble = page.fatal !== null || page.findings.some(({ fault }) => fault !== null);
    const now = performance.now();
    if (trouble || now >= end || cursor === null) return worked(page.fatal);
    if (now - written < PROGRESS_MS) continue;
    await writeSkipped(store, task.jobId, findings);
    if (!(await writeProgress(store, task, { from, cursor, counts: uncounted }))) {
      return worked(null, false);
    }
    [from, written, findings, uncounted] = [cursor, now, [], EMPTY_COUNTS];
  }
  return worked(null);
}

/**
 * Writes down how far a step has come, without an end of it: a repetition begins there. Nothing where another run of
 * the step has moved on.
 *
 * @returns whether the work goes on: false also when the job was stopped.
 */
async function writeProgress(
  store: Store,
  { jobId, step }: JobTask,
  progress: { readonly from: string | null; readonly cursor: string; readonly counts: Counts },
): Promise<boolean> {
  const reference = store.job(jobId);
  return store.db.runTransaction(async (transaction) => {
    const job = parseJob((await transaction.get(reference)).data());
    if (job === null || job.step !== step || job.cursor !== progress.from) return false;
    const { seen, changed, skipped, drift } = addCounts(job, progress.counts);
    const updatedAt = FieldValue.serverTimestamp();
    const { cursor } = progress;
    transaction.update(reference, { cursor, seen, changed, skipped, drift, updatedAt });
    return job.status === 'running';
  });
}

async function enqueue({ queue }: JobsProject, task: JobTask): Promise<void> {
  try {
    await queue.enqueue(task);
  } catch (error) {
    throw new NotEnqueued(task, error);
  }
}

function firstFault(findings: readonly Finding[]): string {
  return findings.find(({ fault }) => fault !== null)?.skipped?.message ?? '';
}

/** The job; null where there is none that can be read. */
export async function readJob(store: Store, jobId: string): Promise<Job | null> {
  return parseJob((await store.job(jobId).get()).data());
}

/** Lists the people that a job has skipped, under its document. */
export async function writeSkipped(
  { db, paths }: Store,
  jobId: string,
  findings: readonly Pick<Finding, 'uid' | 'skipped'>[],
): Promise<void> {
  const list = db.collection(paths.skipped(jobId));
  for (let first = 0; first < findings.length; first += SKIPPED_PER_BATCH) {
    const batch = db.batch();
    for (const { uid, skipped } of findings.slice(first, first + SKIPPED_PER_BATCH)) {
      if (skipped !== null) batch.set(list.doc(uid), skipped);
    }
    await batch.commit();
  }
}

/**
 * Moves the job on to its next step; false when it is no longer at this one, is over or was stopped.
 *
 * @param from where the counted work began; nothing is counted where another run of the step has moved on from there.
 */
export async function advance(
  store: Store,
  { jobId, step }: JobTask,
  cursor: string | null,
  counts: Counts,
  from?: string | null,
): Promise<boolean> {
  const reference = store.job(jobId);
  return store.db.runTransaction(async (transaction) => {
    const job = parseJob((await transaction.get(reference)).data());
    if (job === null || job.step !== step) return false;
    if (from !== undefined && job.cursor !== from) return false;
    const now = FieldValue.serverTimestamp();
    const { seen, changed, skipped, drift } = addCounts(job, counts);
    transaction.update(reference, {
      ...{ step: step + 1, cursor, seen, changed, skipped, drift, updatedAt: now },
      ...(cursor === null && { status: 'done', finishedAt: now }),
    });
    return cursor !== null && job.status === 'running';
  });
}

/** Marks a job as failed, with the reason, unless it has moved on. */
export async function failJob(
  store: Store,
  { jobId, step }: JobTask,
  problem: string,
): Promise<void> {
  const reference = store.job(jobId);
  await store.db.runTransaction(async (transaction) => {
    const job = parseJob((await transaction.get(reference)).data());
    if (job?.step !== step) return;
    const updatedAt = FieldValue.serverTimestamp();
    transaction.update(reference, { status: 'failed', problem, updatedAt });
  });
}

/** How often Cloud Tasks tries a step: with its backoff, for some four minutes. */
export const STEP_ATTEMPTS = 10;

/** So many people who fail, every single one, are no coincidence. */
const MIN_ALL_FAILED = 10;

/** What happened in a step. */
export interface StepFacts {
  /** How many people it came to. */
  readonly seen: number;
  readonly changed: number;
  /** What was in the way of those that it failed for. */
  readonly faults: readonly Fault[];
}

/**
 * What to do about a step with failed accounts.
 *
 * `continue`: they are skipped. `retry`: the faults are transient, so the step is repeated later.
 * `abort`: such faults have lasted for all attempts without a success, or every account failed;
 * Firebase or the code is broken then, and all further accounts would be skipped as well.
 *
 * @param attempt 1 for the first.
 */
export function judgeStep(
  { seen, changed, faults }: StepFacts,
  attempt: number,
): 'continue' | 'retry' | 'abort' {
  const passing = faults.includes('passing');
  if (passing && attempt < STEP_ATTEMPTS) return 'retry';
  const outOfOrder = passing && changed === 0 && faults.length > 1;
  const allFailed = faults.length === seen && seen >= MIN_ALL_FAILED;
  return outOfOrder || allFailed ? 'abort' : 'continue';
}
