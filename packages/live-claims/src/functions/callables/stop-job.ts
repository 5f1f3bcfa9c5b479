import { HttpsError } from 'firebase-functions/https';
import { appRoles, type JobStatus, parseStopJob } from '../../core/index.ts';
import { db } from '../firebase/engine.ts';
import { guardCall } from '../guards/this-guard.ts';
import { stopJob as stop } from '../jobs/control-job.ts';
import { JobError } from '../jobs/job-error.ts';
import { parsed } from './apply-for.ts';
import { callable } from './callable.ts';

/**
 * Stops a job after the step that it is at, some seconds from now; what is done stays done. For whoever may
 * give roles.
 *
 * Answers `{ status }`. Errors: those of `guardCall`; `invalid-argument`; `not-found`; `failed-precondition`
 * when it is over.
 */
export const stopJob = callable(
  guardCall(
    { permission: appRoles.grantPermission, strength: 'now' },
    async ({ data }): Promise<{ status: JobStatus }> => {
      const { jobId } = parsed(parseStopJob, data);
      try {
        return { status: await stop({ db }, jobId) };
      } catch (error) {
        if (!(error instanceof JobError)) throw error;
        const code = error.code === 'no-such-job' ? 'not-found' : 'failed-precondition';
        throw new HttpsError(code, error.message);
      }
    },
  ),
);
