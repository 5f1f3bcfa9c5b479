import { FieldValue } from 'firebase-admin/firestore';
import { jobPath } from '../../core/index.js';
import { JobError } from './job-error.js';
/**
 * Puts a step that somebody asked for into the queue. Where that fails, the job is marked as failed,
 * so that it does not stand as running for ever.
 *
 * @throws {JobError} `no-queue`.
 */
export async function enqueueStep({ db, queue }, task) {
    try {
        await queue.enqueue(task);
    }
    catch (cause) {
        const why = cause.message;
        const problem = `The job could not be put into the Cloud Tasks queue of runJob: ${why}`;
        const updatedAt = FieldValue.serverTimestamp();
        await db.doc(jobPath(task.jobId)).update({ status: 'failed', problem, updatedAt });
        throw new JobError('no-queue', `${problem} Deploy the functions, then resume it.`, { cause });
    }
}
