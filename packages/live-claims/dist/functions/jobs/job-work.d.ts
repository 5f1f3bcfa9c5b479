import type { Job } from '../../core/index.js';
import type { JobsProject } from '../project.js';
import type { Pace } from '../sweep/pace.js';
import type { Finding, SweptPage } from '../sweep/sweep-page.js';
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
export declare function workOf(project: JobsProject, jobId: string, job: Job, pace: Pace): JobWork;
