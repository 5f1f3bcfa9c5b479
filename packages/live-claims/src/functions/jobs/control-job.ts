import { FieldValue } from 'firebase-admin/firestore';
import { type Job, type JobStatus, parseJob } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import type { JobsProject } from '../project.ts';
import { enqueueStep } from './enqueue-step.ts';
import { JobError } from './job-error.ts';

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
  const { step } = await change(store, jobId, (job) => ({
    status: 'running',
    step: job.step + 1,
    problem: null,
  }));
  await enqueueStep({ store, queue }, { jobId, step });
  return 'running';
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
