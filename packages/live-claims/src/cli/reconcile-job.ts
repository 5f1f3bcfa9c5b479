import { getFunctions } from 'firebase-admin/functions';
import { type Job, parseJob, parseSkippedAccount, type SkippedAccount } from '../core/index.ts';
import type { Store } from '../functions/firebase/store.ts';
import { cloudTasksQueue, type JobQueue } from '../functions/jobs/job-queue.ts';
import { resumeJob, startReconcileJob, stopJob } from '../functions/jobs/start-job.ts';
import { countPeople } from '../functions/reconcile/read-page.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { confirm, waitForReading, waitForWriting } from './operator.ts';
import { figure, showProgress } from './progress.ts';
import { reportLines } from './reconcile-now.ts';
import type { JobOrder } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson } from './target.ts';

/** How many of the skipped users are listed; the rest is counted. */
const LISTED = 20;

/**
 * Starts, resumes, stops or follows a reconciliation of all users by a job of the functions.
 *
 * @throws {AdminError} `no-such-job`, `job-is-over`, `no-queue`, `not-confirmed`.
 */
export async function reconcileByJob(
  session: Session,
  job: JobOrder,
  yes: boolean,
): Promise<Answer> {
  const jobId = await carryOutOrder(session, job, yes);
  if (job.order === 'stop') return stoppedAnswer(session, jobId);
  return follow(session, jobId);
}

/** @returns the job's id. */
async function carryOutOrder(session: Session, job: JobOrder, yes: boolean): Promise<string> {
  const { store, limits } = session.project;
  switch (job.order) {
    case 'start': {
      const queue = queueOf(session);
      const people = await waitForReading(countPeople(store), session.signal);
      await confirm(session, yes, [
        `claims and markers, where they differ from the documents, of about ${figure(people)} users`,
      ]);
      const perSecond = job.perSecond ?? limits.accountsPerSecond;
      return waitForWriting(startReconcileJob({ store, queue }, { startedBy: null, perSecond }));
    }
    case 'resume': {
      const queue = queueOf(session);
      await confirm(session, yes, [`job ${job.jobId}, which continues where it ended`]);
      await waitForWriting(resumeJob({ store, queue }, job.jobId));
      return job.jobId;
    }
    case 'stop':
      await confirm(session, yes, [`job ${job.jobId}, which is stopped`]);
      await waitForWriting(stopJob({ store }, job.jobId));
      return job.jobId;
    case 'follow':
      return job.jobId;
  }
}

/** @throws {AdminError} `no-stack` for emulators without Cloud Tasks. */
function queueOf({ target, project }: Session): JobQueue {
  if (target.kind === 'emulators' && target.addresses.tasks === null) {
    throw new AdminError('no-stack', 'The emulators run without Cloud Tasks, which jobs need.', {
      next: 'Start them with `firebase emulators:start`, or set CLOUD_TASKS_EMULATOR_HOST. `reconcile --now` needs no queue.',
    });
  }
  return cloudTasksQueue(getFunctions(project.app), project.config);
}

function stoppedAnswer({ target }: Session, jobId: string): Answer {
  return {
    exitCode: EXIT_CODES.done,
    json: { ...targetJson(target), jobId, status: 'stopped' },
    text: (paint) => [
      '',
      `${paint('green', '✔')} Job ${jobId} stops after its current step.`,
      `  ${paint('cyan', '→')} \`reconcile --resume ${jobId}\` continues where it ended.`,
      '',
    ],
  };
}

async function follow(session: Session, jobId: string): Promise<Answer> {
  const { project, terminal, signal } = session;
  const job = await showProgress(
    terminal,
    `Job ${jobId}`,
    (show) =>
      followJob(project.store, jobId, signal, (state, quiet) =>
        show(state, quiet ? 'no progress for a minute: see the log of runJob' : ''),
      ),
    (state) => state === null,
  );
  if (job === null) return leftAnswer(session, jobId);
  const people = job.skipped === 0 ? [] : await readSkipped(session, jobId);
  return jobAnswer(session, jobId, job, people);
}

interface SkippedPerson extends SkippedAccount {
  readonly uid: string;
}

async function readSkipped(
  { project, signal }: Session,
  jobId: string,
): Promise<readonly SkippedPerson[]> {
  const list = project.db.collection(project.store.paths.skipped(jobId)).limit(LISTED);
  const { docs } = await waitForReading(list.get(), signal);
  return docs.map((entry) => ({
    uid: entry.id,
    ...(parseSkippedAccount(entry.data()) ?? {
      code: 'unreadable',
      message: 'The entry cannot be read.',
    }),
  }));
}

function leftAnswer({ target }: Session, jobId: string): Answer {
  return {
    exitCode: EXIT_CODES.interrupted,
    json: { ...targetJson(target), jobId, status: 'running' },
    text: (paint) => [
      '',
      `  Job ${jobId} keeps running.`,
      `  ${paint('cyan', '→')} \`reconcile --follow ${jobId}\` watches it again, \`reconcile --stop ${jobId}\` stops it.`,
      '',
    ],
  };
}

function jobAnswer(
  { target }: Session,
  jobId: string,
  job: Job,
  people: readonly SkippedPerson[],
): Answer {
  const { status, seen, changed, skipped, drift, problem } = job;
  const clean = status === 'done' && skipped === 0;
  return {
    exitCode: clean ? EXIT_CODES.done : EXIT_CODES.attention,
    json: {
      ...targetJson(target),
      ...{ jobId, kind: job.kind, status, seen, changed, skipped, drift, problem },
      skippedPeople: people,
    },
    text: (paint) => {
      const resume = `  ${paint('cyan', '→')} \`reconcile --resume ${jobId}\` continues where it ended.`;
      return [
        '',
        ...(status === 'failed' ? [`${paint('red', '✗')} The job failed: ${problem ?? ''}`] : []),
        ...(status === 'stopped' ? [`${paint('yellow', '■')} The job was stopped.`] : []),
        ...reportLines({ ...job, people, dryRun: false }, paint),
        ...(status === 'done' ? [] : [resume]),
        '',
      ];
    },
  };
}

/** A step takes five seconds, and is repeated within half a minute when it fails. */
const QUIET_MS = 60_000;

/** How often to look whether the job has gone quiet. */
const LOOK_EVERY_MS = 10_000;

/**
 * Follows a job until it does not run any more.
 *
 * @param onJob hears every state, and whether nothing has moved for a minute.
 * @returns the job's last state; null when `signal` ended the following. The job goes on then.
 * @throws {AdminError} `no-such-job`.
 */
async function followJob(
  store: Store,
  jobId: string,
  signal: AbortSignal,
  onJob: (job: Job, quiet: boolean) => void,
): Promise<Job | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Job | null>();
  let job: Job | null = null;
  let heard = performance.now();
  const tell = () => job !== null && onJob(job, performance.now() - heard > QUIET_MS);
  const unsubscribe = store.job(jobId).onSnapshot((snapshot) => {
    job = parseJob(snapshot.data());
    heard = performance.now();
    tell();
    if (job === null) reject(noSuchJob(jobId));
    else if (job.status !== 'running') resolve(job);
  }, reject);
  const timer = setInterval(tell, LOOK_EVERY_MS);
  const leave = () => resolve(null);
  signal.addEventListener('abort', leave);
  if (signal.aborted) leave();
  try {
    return await promise;
  } finally {
    clearInterval(timer);
    unsubscribe();
    signal.removeEventListener('abort', leave);
  }
}

function noSuchJob(jobId: string): AdminError {
  return new AdminError('no-such-job', `There is no job "${jobId}".`, {
    next: '`reconcile` starts one and prints its id.',
  });
}
