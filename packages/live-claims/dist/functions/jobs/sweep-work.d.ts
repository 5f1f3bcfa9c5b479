import type { Job } from '../../core/index.js';
import type { JobsProject } from '../project.js';
import type { Pace } from '../sweep/pace.js';
import type { JobWork } from './job-work.js';
/** The work of `resync` and `reconcile`: look at everybody, heal what has drifted. */
export declare function sweepWork(project: JobsProject, jobId: string, { kind }: Job, pace: Pace): JobWork;
