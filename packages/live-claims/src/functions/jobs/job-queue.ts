import type { Functions } from 'firebase-admin/functions';
import { JOB_FUNCTION, type JobTask, type LiveClaimsConfig } from '../../core/index.ts';

/** Where the next step of a job waits for its turn. */
export interface JobQueue {
  /** Puts a step into the queue; nothing when it is or was there already. */
  enqueue(task: JobTask): Promise<void>;
}

/** The Cloud Tasks queue that belongs to the function `runJob`, which stands where the configuration says. */
export function cloudTasksQueue(
  functions: Functions,
  { region, functionPrefix }: Pick<LiveClaimsConfig, 'region' | 'functionPrefix'>,
): JobQueue {
  const name = `${functionPrefix}${JOB_FUNCTION}`;
  const queue = functions.taskQueue(`locations/${region}/functions/${name}`);
  return {
    async enqueue(task) {
      try {
        // Cloud Tasks refuses a name that it has seen, which makes this safe to repeat.
        await queue.enqueue(task, { id: `${task.jobId}-${task.step}` });
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'functions/task-already-exists') throw error;
      }
    },
  };
}
