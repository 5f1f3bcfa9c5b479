import { HttpsError } from 'firebase-functions/https';
import { onSchedule } from 'firebase-functions/scheduler';
import { onTaskDispatched } from 'firebase-functions/tasks';
import {
  type BulkEditResult,
  BulkProblems,
  type BulkSetRolesResult,
  isReconcileTask,
  type JobStatus,
  parseBulkEdit,
  parseBulkSetRoles,
  parseJobTask,
  parseStopJob,
} from '../core/index.ts';
import { createCallable, parsed } from './callables/callable.ts';
import type { Host } from './host.ts';
import { bulkEdit as startBulkEdit } from './jobs/bulk-edit.ts';
import { startBulkSetRoles } from './jobs/bulk-set-roles.ts';
import { JobError } from './jobs/job-queue.ts';
import { ensureReconcileJob } from './jobs/reconcile-job.ts';
import { runStep, STEP_ATTEMPTS } from './jobs/run-step.ts';
import { stopJob as stop } from './jobs/start-job.ts';
import * as log from './log.ts';
import { endExpiredGrants } from './reconcile/end-expired-grants.ts';
import { createThrottle } from './reconcile/throttle.ts';

/** How many problems an answer lists; the message says how many there are. */
const MOST_PROBLEMS = 100;

/** Work on many accounts: the queue's function, what starts jobs, and what the schedule does. */
export function jobFunctions(host: Host) {
  const { config, optionsOf, guardCall, project, accountsPerSecond } = host;
  const callable = createCallable(host);
  const toGrant = { permission: config.can.grantRoles, check: 'document' } as const;
  const reconcileNow = () =>
    ensureReconcileJob(project(), { perSecond: accountsPerSecond(), now: Date.now() });

  /**
   * Works on jobs, a step of some seconds at a time. One step at once, whatever the number of jobs:
   * each keeps to its rate, so all together do. Cloud Tasks repeats a failed step with backoff.
   * `RECONCILE_TASK` starts a reconciliation, as the schedule does.
   */
  const runJob = onTaskDispatched<unknown>(
    {
      timeoutSeconds: 300,
      ...optionsOf('runJob'),
      rateLimits: { maxConcurrentDispatches: 1, maxDispatchesPerSecond: 5 },
      retryConfig: { maxAttempts: STEP_ATTEMPTS, minBackoffSeconds: 1, maxBackoffSeconds: 60 },
    },
    async ({ data, retryCount = 0 }) => {
      if (isReconcileTask(data)) return log.reconcileScheduled(await reconcileNow());
      const task = parseJobTask(data);
      if (task === null) return log.jobTaskUnreadable();
      try {
        log.jobStepRun(task, await runStep(project(), task, retryCount + 1));
      } catch (error) {
        log.jobStepFailed(task, error);
        throw error;
      }
    },
  );

  /**
   * Once a night, starts a job that checks every account and repairs what has drifted from `users/{uid}`:
   * lost events, overwritten claims, expired roles. The results are in the job's document.
   */
  const reconcileClaims = onSchedule(
    {
      schedule: 'every day 03:00',
      timeZone: 'Etc/UTC',
      retryCount: 3,
      ...optionsOf('reconcileClaims'),
    },
    async () => log.reconcileScheduled(await reconcileNow()),
  );

  /**
   * Every five minutes, ends the grants whose time is over. Nothing waits for it but the documents and
   * the open browsers: the checks refuse an expired role by themselves.
   */
  const expireGrants = onSchedule(
    {
      schedule: 'every 5 minutes',
      timeoutSeconds: 290,
      ...optionsOf('expireGrants'),
      maxInstances: 1,
    },
    async () => {
      const report = await endExpiredGrants(project(), {
        now: Date.now(),
        pace: createThrottle(accountsPerSecond()),
        onFailure: log.grantNotEnded,
      });
      log.grantsEnded(report);
    },
  );

  /**
   * Changes the roles of up to 10,000 users: of a list, or of all users with a certain role. All of
   * it is checked before anything is written, by the same rules as a single edit; then a job makes the
   * changes, each checked again, and its document has the progress and the refused changes.
   *
   * Answers a `BulkSetRolesResult`. Errors: those of `guardCall`; `invalid-argument` with a list of
   * `BulkProblem` as `details.problems`; `resource-exhausted` while `limits.jobsPerPerson` jobs of the caller run; `unavailable`.
   */
  const bulkSetRoles = callable(
    'bulkSetRoles',
    guardCall(toGrant, async ({ data }, { uid }): Promise<BulkSetRolesResult> => {
      const order = { startedBy: uid, perSecond: accountsPerSecond(), now: Date.now() };
      try {
        const request = parseBulkSetRoles(config.roles, data);
        const result = await startBulkSetRoles(project(), request, order);
        log.bulkSetRolesStarted(uid, result);
        return result;
      } catch (error) {
        if (error instanceof BulkProblems) throw bulkRefusal(uid, error);
        throw error instanceof JobError ? jobRefusal(error) : error;
      }
    }),
    { timeoutSeconds: 120 },
  );

  /**
   * Changes up to 10,000 users by a job: one action for a list of users or for all with a role, a list of changes, the
   * failures of an earlier job once more (`retry`), or the undo of a job, which skips whoever was changed since. With
   * `dryRun` it says what would become of each user, and writes nothing. Users whom the caller may not change, and
   * those who are so already, have a line in the answer and are no part of the job. The job's document has the progress, written
   * once a second, and below it the users that could not be changed, by name.
   *
   * Answers a `BulkEditResult`; without a job where no user would change. Errors: those of `guardCall`;
   * `invalid-argument`; `not-found` for a job that there is not, and `failed-precondition` for one that runs, with
   * `retry` and `undo`; `resource-exhausted` while `limits.jobsPerPerson` jobs of the caller run; `unavailable`.
   */
  const bulkEdit = callable(
    'bulkEdit',
    guardCall(toGrant, async ({ data }, caller): Promise<BulkEditResult> => {
      const request = parsed((raw) => parseBulkEdit(config.roles, raw), data);
      const by = { kind: 'person', caller } as const;
      const options = { by, perSecond: accountsPerSecond(), now: Date.now() };
      try {
        const result = await startBulkEdit(project(), request, options);
        const { jobId, total, changes } = result;
        if (jobId !== null) log.bulkEditStarted(caller.uid, { jobId, total, changes });
        return result;
      } catch (error) {
        if (error instanceof BulkProblems) throw bulkRefusal(caller.uid, error);
        throw error instanceof JobError ? jobRefusal(error) : error;
      }
    }),
    { timeoutSeconds: 120 },
  );

  /**
   * Stops a job after its current step, within some seconds; what is done stays done. For users who may
   * grant roles.
   *
   * Answers `{ status }`. Errors: those of `guardCall`; `invalid-argument`; `not-found`; `failed-precondition`
   * when it is over.
   */
  const stopJob = callable(
    'stopJob',
    guardCall(toGrant, async ({ data }): Promise<{ status: JobStatus }> => {
      const { jobId } = parsed(parseStopJob, data);
      try {
        return { status: await stop(project(), jobId) };
      } catch (error) {
        throw error instanceof JobError ? jobRefusal(error) : error;
      }
    }),
  );

  return { runJob, reconcileClaims, expireGrants, bulkSetRoles, bulkEdit, stopJob };
}

/** A job that is not started or stopped, as the error of a callable. */
function jobRefusal({ code, message }: JobError): HttpsError {
  const codes = {
    'no-such-job': 'not-found',
    'already-over': 'failed-precondition',
    'still-running': 'failed-precondition',
    'too-many-jobs': 'resource-exhausted',
    'bad-rate': 'unavailable',
    'no-queue': 'unavailable',
  } as const;
  return new HttpsError(codes[code], message);
}

function bulkRefusal(actor: string, { problems, message }: BulkProblems): HttpsError {
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
