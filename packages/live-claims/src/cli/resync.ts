import { getFunctions } from 'firebase-admin/functions';
import { type Job, parseSetAside, type SetAside } from '../core/index.ts';
import { resumeJob, stopJob } from '../functions/jobs/control-job.ts';
import { cloudTasksQueue, type JobQueue } from '../functions/jobs/job-queue.ts';
import { startResync } from '../functions/jobs/start-job.ts';
import { countPeople } from '../functions/sweep/count-people.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import type { Answer } from './answer.ts';
import { figure } from './bar-text.ts';
import { confirm } from './confirm.ts';
import { followJob } from './follow-job.ts';
import type { JobOrder, ResyncRequest } from './request.ts';
import { resyncPerson } from './resync-person.ts';
import { type Session, targetJson } from './session.ts';
import { showProgress } from './show-progress.ts';
import { sweepLines } from './sweep-text.ts';
import { waitForReading, waitForWriting } from './wait.ts';

/** How many of the people set aside are listed; the rest is counted. */
const LISTED = 20;

/**
 * Brings claims and markers of one person, or of everybody by a job of the functions, into step with
 * the documents.
 *
 * @throws {AdminError} `no-such-person`, `no-such-job`, `job-is-over`, `no-queue`, `not-confirmed`.
 */
export async function resync(session: Session, request: ResyncRequest): Promise<Answer> {
  const { person, job, yes } = request;
  if (person !== null) return resyncPerson(session, person, yes);
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
        `claims and markers of those of about ${figure(people)} people for whom they are not what their documents say`,
      ]);
      const perSecond = job.perSecond ?? limits.accountsPerSecond;
      return waitForWriting(startResync({ store, queue }, { startedBy: null, perSecond }));
    }
    case 'resume': {
      const queue = queueOf(session);
      await confirm(session, yes, [`job ${job.jobId}, which goes on where it ended`]);
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
      next: 'Start them with `firebase emulators:start`, or set CLOUD_TASKS_EMULATOR_HOST. `reconcile` needs no queue.',
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
      `${paint('green', '✔')} Job ${jobId} stops after the step that it is at.`,
      `  ${paint('cyan', '→')} \`resync --resume ${jobId}\` goes on where it ended.`,
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
        show(state, quiet ? 'nothing has moved for a minute: see the log of runJob' : ''),
      ),
    (state) => state === null,
  );
  if (job === null) return leftAnswer(session, jobId);
  const people = job.setAside === 0 ? [] : await readSetAside(session, jobId);
  return jobAnswer(session, jobId, job, people);
}

interface SetAsidePerson extends SetAside {
  readonly uid: string;
}

async function readSetAside(
  { project, signal }: Session,
  jobId: string,
): Promise<readonly SetAsidePerson[]> {
  const list = project.db.collection(project.store.paths.skipped(jobId)).limit(LISTED);
  const { docs } = await waitForReading(list.get(), signal);
  return docs.map((entry) => ({
    uid: entry.id,
    ...(parseSetAside(entry.data()) ?? {
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
      `  Job ${jobId} goes on without you.`,
      `  ${paint('cyan', '→')} \`resync --follow ${jobId}\` watches it again, \`resync --stop ${jobId}\` stops it.`,
      '',
    ],
  };
}

function jobAnswer(
  { target }: Session,
  jobId: string,
  job: Job,
  people: readonly SetAsidePerson[],
): Answer {
  const { status, seen, changed, setAside, drift, problem } = job;
  const clean = status === 'done' && setAside === 0;
  return {
    exitCode: clean ? EXIT_CODES.done : EXIT_CODES.attention,
    json: {
      ...targetJson(target),
      ...{ jobId, kind: job.kind, status, seen, changed, setAside, drift, problem },
      setAsidePeople: people,
    },
    text: (paint) => {
      const resume = `  ${paint('cyan', '→')} \`resync --resume ${jobId}\` goes on where it ended.`;
      return [
        '',
        ...(status === 'failed' ? [`${paint('red', '✗')} The job failed: ${problem ?? ''}`] : []),
        ...(status === 'stopped' ? [`${paint('yellow', '■')} The job was stopped.`] : []),
        ...sweepLines({ ...job, people, dryRun: false }, paint),
        ...(status === 'done' ? [] : [resume]),
        '',
      ];
    },
  };
}
