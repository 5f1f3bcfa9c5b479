import { type Job } from '../../core/index.js';
import type { JobsProject } from '../project.js';
import type { Pace } from '../sweep/pace.js';
import type { JobWork } from './job-work.js';
/**
 * The work of `bulk-set-roles`: each change by the transaction that a single edit goes through, with
 * the role that the actor has at that moment, and only where the person's access is still what it was when
 * the job began. A refusal sets the person aside. An actor who may not change roles any more ends the job,
 * and so does whatever would keep them out: a lockdown, the end of their sessions since it began.
 */
export declare function setRolesWork(project: JobsProject, jobId: string, job: Job, pace: Pace): JobWork;
