import { readJob } from '../functions/jobs/run-step.ts';
import { AdminError } from './admin-error.ts';
import { bulkByOperator } from './bulk.ts';
import { bulkAnswer } from './bulk-answer.ts';
import { isOfChanges, noSuchJob } from './jobs.ts';
import { waitForReading } from './operator.ts';
import type { RetryRequest } from './request.ts';
import type { Answer, Session } from './session.ts';

/**
 * Tries the changes of a job again that were skipped, each by what stands there now: a job of its own, in this process.
 *
 * @throws {AdminError} `no-such-job`, `still-running`, `usage` for a job without changes, `not-confirmed`; nothing has been
 *   written then.
 */
export async function retryJob(session: Session, request: RetryRequest): Promise<Answer> {
  const { jobId, reason, dryRun, perSecond, yes } = request;
  const job = await waitForReading(readJob(session.project.store, jobId), session.signal);
  if (job === null) throw noSuchJob(jobId);
  if (!isOfChanges(job)) {
    throw new AdminError('usage', `The job "${jobId}" is no job of changes: ${job.kind}.`, {
      next: `\`${job.kind === 'adopt' ? 'adopt' : 'reconcile'} --resume ${jobId}\` continues one that was stopped or failed.`,
    });
  }
  const order = { dryRun, perSecond, yes, title: `those that job ${jobId} skipped, again` };
  const done = await bulkByOperator(session, { retry: jobId, reason }, order);
  return bulkAnswer(session, done, { dryRun, lines: null });
}
