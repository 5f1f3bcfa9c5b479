import { type Job, millisOf, parseJob, parseSkippedAccount, versionAt } from '../core/index.ts';
import type { Store } from '../functions/firebase/store.ts';
import { readJob } from '../functions/jobs/run-step.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { momentFrom } from './moment.ts';
import { waitForReading } from './operator.ts';
import { figure } from './progress.ts';
import type { JobsRequest } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';
import type { Paint } from './terminal.ts';

/** How many jobs are listed, and how many skipped users of one. */
const MOST_JOBS = 20;
const MOST_SKIPPED = 1000;

/**
 * Lists the latest jobs, or shows one with the users that it skipped. Changes nothing.
 *
 * @throws {AdminError} `no-such-job`.
 */
export function jobs(session: Session, { jobId }: JobsRequest): Promise<Answer> {
  return jobId === null ? listJobs(session) : showJob(session, jobId);
}

async function listJobs({ project, signal, target, now }: Session): Promise<Answer> {
  const query = project.store.jobs.orderBy('createdAt', 'desc').limit(MOST_JOBS);
  const { docs } = await waitForReading(query.get(), signal);
  const found = docs.flatMap((document) => {
    const job = parseJob(document.data());
    return job === null ? [] : [{ jobId: document.id, job }];
  });
  return {
    exitCode: EXIT_CODES.done,
    json: { ...targetJson(target), jobs: found.map(({ jobId, job }) => jobJson(jobId, job)) },
    text: (paint) => [
      '',
      ...(found.length === 0
        ? [`  ${paint('dim', 'There are no jobs.')}`]
        : found.flatMap(({ jobId, job }) => jobLines(jobId, job, now(), paint))),
      '',
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

async function showJob({ project, signal, target, now }: Session, jobId: string): Promise<Answer> {
  const job = await waitForReading(readJob(project.store, jobId), signal);
  if (job === null) throw noSuchJob(jobId);
  const skipped = await waitForReading(readSkippedOf(project.store, jobId), signal);
  const clean = job.status === 'done' && job.skipped === 0;
  return {
    exitCode: clean || job.status === 'running' ? EXIT_CODES.done : EXIT_CODES.attention,
    json: { ...targetJson(target), ...jobJson(jobId, job), skippedPeople: skipped },
    text: (paint) => [
      '',
      ...jobLines(jobId, job, now(), paint),
      ...skippedLines(skipped, paint),
      ...nextLines(jobId, job, paint),
      '',
    ],
  };
}

export const noSuchJob = (jobId: string) =>
  new AdminError('no-such-job', `There is no job "${jobId}".`, {
    next: '`jobs` lists the latest ones.',
  });

/** Whether it made a list of changes, which can be undone and tried again. */
export const isOfChanges = ({ kind }: Job) => kind === 'bulk-edit' || kind === 'bulk-set-roles';

/** A user that a job skipped, and why. */
export interface SkippedUser {
  readonly uid: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly code: string;
  readonly message: string;
}

/** The users that a job skipped, the first of them where there are many. */
export async function readSkippedOf(store: Store, jobId: string): Promise<readonly SkippedUser[]> {
  const list = store.db.collection(store.paths.skipped(jobId)).limit(MOST_SKIPPED);
  const { docs } = await list.get();
  return docs.map((document) => {
    const entry = parseSkippedAccount(document.data());
    const { code = 'unreadable', message = 'The entry cannot be read.' } = entry ?? {};
    return {
      uid: document.id,
      name: entry?.name ?? null,
      email: entry?.email ?? null,
      code,
      message,
    };
  });
}

/** Skipped users in lines, with their reasons. */
export function skippedLines(skipped: readonly SkippedUser[], paint: Paint): readonly string[] {
  if (skipped.length === 0) return [];
  return [
    '',
    `  ${paint('bold', 'Skipped')}`,
    ...skipped.map(
      ({ uid, name, email, code, message }) =>
        `    ${paint('red', '✗')} ${email ?? name ?? uid}  ${paint('dim', code)}  ${message}`,
    ),
  ];
}

function nextLines(jobId: string, job: Job, paint: Paint): readonly string[] {
  const { status, skipped, changed } = job;
  const arrow = paint('cyan', '→');
  if (status === 'running') return [`  ${arrow} \`reconcile --stop ${jobId}\` stops it.`];
  if (!isOfChanges(job)) return [];
  return [
    ...(skipped > 0 ? [`  ${arrow} \`jobs ${jobId} --retry\` changes those again.`] : []),
    ...(changed > 0 ? [`  ${arrow} \`undo ${jobId}\` puts back what it changed.`] : []),
  ];
}

const MARKS = {
  running: ['cyan', '…'],
  stopped: ['yellow', '■'],
  failed: ['red', '✗'],
  done: ['green', '✔'],
} as const;

function jobLines(jobId: string, job: Job, now: number, paint: Paint): readonly string[] {
  const { kind, status, seen, total, changed, skipped, reason, problem, startedBy } = job;
  const [style, mark] = MARKS[status];
  const notes = [
    momentFrom(millisOf(versionAt(job.createdAt)), now),
    startedBy === null ? null : `by ${startedBy}`,
    reason,
    job.undoes === null ? null : `undoes ${job.undoes}`,
    job.retries === null ? null : `tries ${job.retries} again`,
    problem,
  ].filter((note) => note !== null);
  const counts = `${figure(seen)} of ${figure(Math.max(total, seen))}, ${figure(changed)} changed, ${figure(skipped)} skipped`;
  return [
    `  ${paint(style, mark)} ${paint('bold', jobId)}  ${kind}  ${status}  ${counts}`,
    `    ${paint('dim', notes.join('; '))}`,
  ];
}

function jobJson(jobId: string, job: Job) {
  const { createdAt, updatedAt, finishedAt, cursor, step, ...rest } = job;
  const iso = (at: Job['createdAt']) => new Date(millisOf(versionAt(at))).toISOString();
  return {
    jobId,
    ...rest,
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    finishedAt: finishedAt && iso(finishedAt),
  };
}
