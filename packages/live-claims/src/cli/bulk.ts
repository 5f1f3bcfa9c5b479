import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BulkEditResult,
  type Job,
  type JobTask,
  type ParsedBulkEdit,
  parseJob,
} from '../core/index.ts';
import { bulkEdit } from '../functions/jobs/bulk-edit.ts';
import { readJob, runStep, STEP_ATTEMPTS } from '../functions/jobs/run-step.ts';
import { stopJob } from '../functions/jobs/start-job.ts';
import type { JobsProject } from '../functions/project.ts';
import { confirm, waitForWriting } from './operator.ts';
import { figure, showProgress } from './progress.ts';
import type { Session } from './session.ts';

/** What came of changes of many users. */
export interface BulkDone {
  /** What was found before. */
  readonly preview: BulkEditResult;
  readonly jobId: string | null;
  /** As it ended; null where no user would change, and for a dry run. */
  readonly job: Job | null;
}

/** How a bulk change is asked for on the command line. */
export interface BulkOrder {
  readonly dryRun: boolean;
  readonly perSecond: number | null;
  readonly yes: boolean;
  /** What it is, for the question and the line of the progress: "import of people.csv". */
  readonly title: string;
}

/**
 * Changes many users as an operator: looks at what would become of each, asks, and makes the changes in this process,
 * without functions and queue, as a job that `jobs` shows and `undo` undoes. Ctrl-C stops it after the users at hand.
 *
 * @throws {AdminError} `not-confirmed`; nothing has been written then. And what `bulkEdit` throws.
 */
export async function bulkByOperator(
  session: Session,
  request: ParsedBulkEdit,
  { dryRun, perSecond, yes, title }: BulkOrder,
): Promise<BulkDone> {
  const { signal } = session;
  const due: JobTask[] = [];
  const queue = { enqueue: async (task: JobTask) => void due.push(task) };
  const project = { ...session.project, queue };
  const by = { kind: 'operator' } as const;
  const rate = perSecond ?? project.limits.accountsPerSecond;
  const asked = () => ({ by, perSecond: rate, now: session.now() });
  const preview = await bulkEdit(project, { ...request, dryRun: true }, asked());
  if (dryRun || preview.changes === 0) return { preview, jobId: null, job: null };
  await confirm(session, yes, [`${figure(preview.changes)} users: ${title}`]);
  const { jobId } = await waitForWriting(bulkEdit(project, { ...request, dryRun: false }, asked()));
  // Everybody was changed to that in the meantime.
  if (jobId === null) return { preview, jobId, job: null };

  const stop = () => void stopJob(project, jobId).catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const job = await showProgress(
      session.terminal,
      `Job ${jobId}`,
      async (show) => {
        const unsubscribe = project.store.job(jobId).onSnapshot(
          (snapshot) => {
            const state = parseJob(snapshot.data());
            if (state !== null) show(state);
          },
          () => undefined,
        );
        try {
          for (let task = due.shift(); task !== undefined; task = due.shift()) {
            await runWithRetries(project, task);
          }
        } finally {
          unsubscribe();
        }
        return readJob(project.store, jobId);
      },
      (ended) => ended?.status === 'stopped',
    );
    return { preview, jobId, job };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** As the queue does: a fault that passes is waited for, longer each time. */
async function runWithRetries(project: JobsProject, task: JobTask): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await runStep(project, task, attempt);
      return;
    } catch (error) {
      // The last attempt marks the job as failed instead.
      if (attempt >= STEP_ATTEMPTS) throw error;
      await sleep(Math.min(1000 * 2 ** (attempt - 1), 60_000));
    }
  }
}
