import { FieldValue } from 'firebase-admin/firestore';
import type { JobTask } from '../../core/index.ts';
import type { JobsProject } from '../project.ts';
import { JobError } from './job-error.ts';

/**
 * Puts a step that somebody asked for into the queue. Where that fails, the job is marked as failed,
 * so that it does not stand as running for ever.
 *
 * @throws {JobError} `no-queue`.
 */
export async function enqueueStep(
  { store, queue }: Pick<JobsProject, 'store' | 'queue'>,
  task: JobTask,
): Promise<void> {
  try {
    await queue.enqueue(task);
  } catch (cause) {
    const why = (cause as Error).message;
    const problem = `The job could not be put into the Cloud Tasks queue of runJob: ${why}`;
    const updatedAt = FieldValue.serverTimestamp();
    await store.job(task.jobId).update({ status: 'failed', problem, updatedAt });
    throw new JobError('no-queue', `${problem} Deploy the functions, then resume it.`, { cause });
  }
}
