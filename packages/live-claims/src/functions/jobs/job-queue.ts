import type { Functions } from 'firebase-admin/functions';
import { JOB_FUNCTION, type JobTask } from '../../core/index.ts';
import { REGION } from '../region.ts';

/** Where the next step of a job waits for its turn. */
export interface JobQueue {
  /** Puts a step into the queue; nothing when it is or was there already. */
  enqueue(task: JobTask): Promise<void>;
}

/** The Cloud Tasks queue that belongs to the function `runJob`. */
export function cloudTasksQueue(functions: Functions, region = REGION): JobQueue {
  const queue = functions.taskQueue(`locations/${region}/functions/${JOB_FUNCTION}`);
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
