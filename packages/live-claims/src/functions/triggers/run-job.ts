import { onTaskDispatched } from 'firebase-functions/tasks';
import { parseJobTask } from '../../core/index.ts';
import { STEP_ATTEMPTS } from '../jobs/judge-step.ts';
import { runStep } from '../jobs/run-step.ts';
import { thisProject } from '../jobs/this-project.ts';
import * as log from '../log.ts';
import { OPTIONS } from '../options.ts';

/**
 * Works on jobs, a step of some seconds at a time. One step at once, whatever the number of jobs:
 * each keeps to its rate, so all together do. Cloud Tasks repeats a failed step with backoff.
 */
export const runJob = onTaskDispatched<unknown>(
  {
    ...OPTIONS,
    timeoutSeconds: 300,
    rateLimits: { maxConcurrentDispatches: 1, maxDispatchesPerSecond: 5 },
    retryConfig: { maxAttempts: STEP_ATTEMPTS, minBackoffSeconds: 1, maxBackoffSeconds: 60 },
  },
  async ({ data, retryCount = 0 }) => {
    const task = parseJobTask(data);
    if (task === null) return log.jobTaskUnreadable();
    try {
      log.jobStepRun(task, await runStep(thisProject, task, retryCount + 1));
    } catch (error) {
      log.jobStepFailed(task, error);
      throw error;
    }
  },
);
