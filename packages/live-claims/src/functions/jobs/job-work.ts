import type { Job } from '../../core/index.ts';
import type { JobsProject } from '../project.ts';
import type { Pace } from '../sweep/pace.ts';
import type { Finding, SweptPage } from '../sweep/sweep-page.ts';
import { setRolesWork } from './set-roles-work.ts';
import { sweepWork } from './sweep-work.ts';

/** A page of a job's work. */
export interface JobPage {
  /** The cursor to go on at, as the job stores it; null when that was the last. */
  readonly next: string | null;
  readonly seen: SweptPage['seen'];
  readonly findings: readonly Finding[];
  /** Why the job cannot go on, in a sentence; null when it can. */
  readonly fatal: string | null;
}

/** Works on the page at the cursor; null for the first one. */
export type JobWork = (cursor: string | null) => Promise<JobPage>;

/** What a job of this kind does with a page. */
export function workOf(project: JobsProject, jobId: string, job: Job, pace: Pace): JobWork {
  return job.kind === 'bulk-set-roles'
    ? setRolesWork(project, jobId, job, pace)
    : sweepWork(project, jobId, job, pace);
}
