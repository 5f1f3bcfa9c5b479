import { setRolesWork } from './set-roles-work.js';
import { sweepWork } from './sweep-work.js';
/** What a job of this kind does with a page. */
export function workOf(project, jobId, job, pace) {
    return job.kind === 'bulk-set-roles'
        ? setRolesWork(project, jobId, job, pace)
        : sweepWork(project, jobId, job, pace);
}
