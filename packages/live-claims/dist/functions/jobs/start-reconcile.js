import { COLLECTIONS, parseJob } from '../../core/index.js';
import { resumeJob } from './control-job.js';
import { startResync } from './start-job.js';
/** A job that has not moved for so long has lost its task. */
const STUCK_AFTER_MS = 3_600_000;
/**
 * Starts the regular look at everybody, unless the last one still runs; one that got stuck goes on
 * where it was.
 *
 * @param now in milliseconds since the Unix epoch.
 * @throws {JobError} `bad-rate`, `no-queue`.
 */
export async function startReconcile(project, { perSecond, now }) {
    const running = await findRunning(project.db, 'reconcile');
    if (running === null) {
        const options = { kind: 'reconcile', startedBy: null, perSecond };
        return { jobId: await startResync(project, options), outcome: 'started' };
    }
    const { jobId, job } = running;
    if (now - job.updatedAt.seconds * 1000 < STUCK_AFTER_MS) {
        return { jobId, outcome: 'still-running' };
    }
    await resumeJob(project, jobId);
    return { jobId, outcome: 'resumed' };
}
async function findRunning(db, kind) {
    const { docs } = await db
        .collection(COLLECTIONS.jobs)
        .where('kind', '==', kind)
        .where('status', '==', 'running')
        .limit(1)
        .get();
    const [found] = docs;
    const job = parseJob(found?.data());
    return found === undefined || job === null ? null : { jobId: found.id, job };
}
