import { FieldValue } from 'firebase-admin/firestore';
import { jobPath, parseJob } from '../../core/index.js';
import { enqueueStep } from './enqueue-step.js';
import { JobError } from './job-error.js';
/**
 * Stops a job after the step that it is at, some seconds from now. What is done stays done.
 *
 * @returns the status it then has.
 * @throws {JobError} `no-such-job`, `already-over`.
 */
export async function stopJob({ db }, jobId) {
    const stop = (job) => ({ status: job.status === 'failed' ? job.status : 'stopped' });
    const { status } = await change(db, jobId, stop);
    return status;
}
/**
 * Goes on with a job where it ended. One that still runs goes on as well: with a step of a new
 * number, so that whatever of the old one is left comes to nothing.
 *
 * @returns the status it then has.
 * @throws {JobError} `no-such-job`, `already-over`, `no-queue`.
 */
export async function resumeJob({ db, queue }, jobId) {
    const { step } = await change(db, jobId, (job) => ({
        status: 'running',
        step: job.step + 1,
        problem: null,
    }));
    await enqueueStep({ db, queue }, { jobId, step });
    return 'running';
}
async function change(db, jobId, next) {
    const reference = db.doc(jobPath(jobId));
    return db.runTransaction(async (transaction) => {
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
