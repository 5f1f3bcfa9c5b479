import { HttpsError } from 'firebase-functions/https';
import {
  appRoles,
  BulkProblems,
  type BulkSetRolesResult,
  parseBulkSetRoles,
} from '../../core/index.ts';
import { guardCall } from '../guards/this-guard.ts';
import { JobError } from '../jobs/job-error.ts';
import { startBulkSetRoles } from '../jobs/start-bulk-set-roles.ts';
import { jobsPerSecond, thisProject } from '../jobs/this-project.ts';
import * as log from '../log.ts';
import { callable } from './callable.ts';

/** How many problems an answer lists; the message says how many there are. */
const MOST_PROBLEMS = 100;

/**
 * Changes the roles of up to 10,000 people: of a list, or of everybody who has a certain role. All of
 * it is checked before anything is written, by the same rules as a single edit; then a job makes the
 * changes, each checked again, and its document tells how far it is and who was refused.
 *
 * Answers a `BulkSetRolesResult`. Errors: those of `guardCall`; `invalid-argument` with a list of
 * `BulkProblem` as `details.problems`; `resource-exhausted` while three jobs of the caller run; `unavailable`.
 */
export const bulkSetRoles = callable(
  guardCall(
    { permission: appRoles.grantPermission, strength: 'now' },
    async ({ data }, { uid }): Promise<BulkSetRolesResult> => {
      const options = { startedBy: uid, perSecond: jobsPerSecond.value(), now: Date.now() };
      try {
        const request = parseBulkSetRoles(thisProject.engine.roles, data);
        const result = await startBulkSetRoles(thisProject, request, options);
        log.bulkSetRolesStarted(uid, result);
        return result;
      } catch (error) {
        if (error instanceof BulkProblems) throw refusal(uid, error);
        if (error instanceof JobError) {
          const code = error.code === 'too-many-jobs' ? 'resource-exhausted' : 'unavailable';
          throw new HttpsError(code, error.message);
        }
        throw error;
      }
    },
  ),
  { timeoutSeconds: 120 },
);

function refusal(actor: string, { problems, message }: BulkProblems): HttpsError {
  log.bulkSetRolesRefused(actor, problems);
  const notAllowed = problems.find(({ code }) => code === 'not-allowed');
  if (notAllowed) {
    return new HttpsError('permission-denied', 'Your role does not allow you to change roles.', {
      reason: notAllowed.code,
    });
  }
  return new HttpsError('invalid-argument', message, {
    problems: problems.slice(0, MOST_PROBLEMS),
  });
}
