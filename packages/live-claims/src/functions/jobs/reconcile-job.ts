import { type Job, type Milliseconds, parseJob } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import type { JobsProject } from '../project.ts';
import { readCursor, writeCursor } from '../reconcile/read-page.ts';
import { reconcilePage } from '../reconcile/reconcile.ts';
import type { Throttle } from '../reconcile/throttle.ts';
import { type JobWork, resumeJob, startReconcileJob } from './start-job.ts';

/** A job that has not moved for so long has lost its task. */
const STUCK_AFTER_MS = 3_600_000;

export interface ReconcileStart {
  readonly jobId: string;
  readonly outcome: 'started' | 'resumed' | 'still-running';
}

/**
 * Starts a reconciliation of all users, unless one runs already; one that got stuck continues where it was.
 *
 * @param now in milliseconds since the Unix epoch.
 * @throws {JobError} `bad-rate`, `no-queue`.
 */
export async function ensureReconcileJob(
  project: Pick<JobsProject, 'store' | 'queue'>,
  { perSecond, now }: { readonly perSecond: number; readonly now: Milliseconds },
): Promise<ReconcileStart> {
  const running = await findRunning(project.store);
  if (running === null) {
    const options = { startedBy: null, perSecond };
    return { jobId: await startReconcileJob(project, options), outcome: 'started' };
  }
  const { jobId, job } = running;
  if (now - job.updatedAt.seconds * 1000 < STUCK_AFTER_MS) {
    return { jobId, outcome: 'still-running' };
  }
  await resumeJob(project, jobId);
  return { jobId, outcome: 'resumed' };
}

async function findRunning(
  store: Store,
): Promise<{ readonly jobId: string; readonly job: Job } | null> {
  const { docs } = await store.jobs
    .where('kind', '==', 'reconcile')
    .where('status', '==', 'running')
    .limit(1)
    .get();
  const [found] = docs;
  const job = parseJob(found?.data());
  return found === undefined || job === null ? null : { jobId: found.id, job };
}

/** The work of a reconciliation: checks every account and repairs drift. */
export function reconcileWork(project: JobsProject, jobId: string, pace: Throttle): JobWork {
  const options = { dryRun: false, reason: `Job ${jobId} (reconcile).`, pace };
  return async (cursor) => {
    const page = await reconcilePage(project, readCursor(cursor), options);
    return { ...page, next: page.next && writeCursor(page.next), fatal: null };
  };
}
