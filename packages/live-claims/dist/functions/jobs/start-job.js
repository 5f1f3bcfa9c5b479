import { FieldValue } from 'firebase-admin/firestore';
import { COLLECTIONS, DEFAULT_PER_SECOND, jobPath, MAX_PER_SECOND, } from '../../core/index.js';
import { countPeople } from '../sweep/count-people.js';
import { enqueueStep } from './enqueue-step.js';
import { JobError } from './job-error.js';
/**
 * Starts a look at everybody that heals what has drifted, and comes back with the job's id. After a
 * release that changes the shape of the claims, this is what brings it to every account.
 *
 * @throws {JobError} `bad-rate`, `no-queue`.
 */
export async function startResync(project, options) {
    const total = await countPeople(project.db);
    return startJob(project, { kind: 'resync', ...options, total });
}
/**
 * Writes a new job, with whatever else belongs to it in the same commit, and puts its first step
 * into the queue.
 *
 * @param addTo adds what belongs to it, after it has read what may stand against the job.
 * @throws {JobError} `bad-rate`, `no-queue`, and what `addTo` throws; nothing is written then.
 */
export async function startJob({ db, queue }, options, addTo = async () => undefined) {
    const { perSecond = DEFAULT_PER_SECOND, ...rest } = options;
    assertRate(perSecond);
    const jobId = newJobId(db);
    const reference = db.doc(jobPath(jobId));
    await db.runTransaction(async (transaction) => {
        // An attempt that took effect, although its answer was lost.
        if ((await transaction.get(reference)).exists)
            return;
        await addTo(transaction, jobId);
        transaction.create(reference, newJob({ ...rest, perSecond }));
    });
    await enqueueStep({ db, queue }, { jobId, step: 0 });
    return jobId;
}
/** @throws {JobError} `bad-rate`. */
function assertRate(perSecond) {
    if (Number.isSafeInteger(perSecond) && perSecond >= 1 && perSecond <= MAX_PER_SECOND)
        return;
    throw new JobError('bad-rate', `The accounts a second must be a whole number from 1 to ${MAX_PER_SECOND}, not ${perSecond}.`);
}
const newJobId = (db) => db.collection(COLLECTIONS.jobs).doc().id;
function newJob(given) {
    return {
        ...given,
        status: 'running',
        step: 0,
        cursor: null,
        seen: 0,
        changed: 0,
        setAside: 0,
        drift: {},
        problem: null,
        createdAt: FieldValue.serverTimestamp(),
        updatedAt: FieldValue.serverTimestamp(),
        finishedAt: null,
    };
}
