import type { Job } from '../../core/index.ts';
import type { JobsProject } from '../project.ts';
import { readCursor, writeCursor } from '../sweep/cursor.ts';
import type { Pace } from '../sweep/pace.ts';
import { sweepPage } from '../sweep/sweep-page.ts';
import type { JobWork } from './job-work.ts';

/** The work of `resync` and `reconcile`: look at everybody, heal what has drifted. */
export function sweepWork(project: JobsProject, jobId: string, { kind }: Job, pace: Pace): JobWork {
  const options = { dryRun: false, reason: `Job ${jobId} (${kind}).`, pace };
  return async (cursor) => {
    const page = await sweepPage(project, readCursor(cursor), options);
    return { ...page, next: page.next && writeCursor(page.next), fatal: null };
  };
}
