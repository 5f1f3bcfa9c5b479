import { onSchedule } from 'firebase-functions/scheduler';
import { startReconcile } from '../jobs/start-reconcile.ts';
import { jobsPerSecond, thisProject } from '../jobs/this-project.ts';
import * as log from '../log.ts';
import { OPTIONS } from '../options.ts';

/**
 * Once a night, starts a job that looks at everybody and heals what has drifted from `users/{uid}`:
 * events that were lost, claims that somebody overwrote, grants that are over. What it found stands
 * in the job's document.
 */
export const reconcileClaims = onSchedule(
  { ...OPTIONS, schedule: 'every day 03:00', timeZone: 'Etc/UTC', retryCount: 3 },
  async () => {
    const options = { perSecond: jobsPerSecond.value(), now: Date.now() };
    log.reconcileScheduled(await startReconcile(thisProject, options));
  },
);
