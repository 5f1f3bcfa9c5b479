import { SDK_VERSION } from 'firebase-admin/app';
import { FieldValue } from 'firebase-admin/firestore';
import type { Functions } from 'firebase-admin/functions';
import { errorCode } from '../../core/error-code.ts';
import { JOB_FUNCTION, type JobTask, type LiveClaimsConfig } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';

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
  const prefix = sdkAddsPrefix(SDK_VERSION, process.env) ? '' : functionPrefix;
  const queue = functions.taskQueue(`locations/${region}/functions/${prefix}${JOB_FUNCTION}`);
  return {
    async enqueue(task) {
      try {
        // Cloud Tasks refuses a name that it has seen, which makes this safe to repeat.
        await queue.enqueue(task, { id: `${task.jobId}-${task.step}` });
      } catch (error) {
        if (errorCode(error) !== 'functions/task-already-exists') throw error;
      }
    },
  };
}

/**
 * Whether the Admin SDK puts `kit-<instance>-` before a queue's name by itself, as it does inside of a function kit
 * from 14.2 on (functions-api-client-internal.js, `resolveResourceId`).
 *
 * @param version the SDK's, as `14.2.0`.
 */
export function sdkAddsPrefix(version: string, env: NodeJS.ProcessEnv): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return Boolean(env.FIREBASE_KIT_INSTANCE_ID) && (major > 14 || (major === 14 && minor >= 2));
}

/**
 * Puts the step of a request into the queue. Where that fails, the job is marked as failed,
 * so that it does not stand as running for ever.
 *
 * @throws {JobError} `no-queue`.
 */
export async function enqueueStep(
  { store, queue }: { readonly store: Store; readonly queue: JobQueue },
  task: JobTask,
): Promise<void> {
  try {
    await queue.enqueue(task);
  } catch (cause) {
    const why = (cause as Error).message;
    const problem = `The job could not be put into the Cloud Tasks queue of runJob: ${why}`;
    const updatedAt = FieldValue.serverTimestamp();
    await store.job(task.jobId).update({ status: 'failed', problem, updatedAt });
    throw new JobError('no-queue', `${problem} Deploy the functions, then resume it.`, { cause });
  }
}

/**
 * Why a job cannot be started, stopped or resumed. A closed set; the message says what to do.
 * `no-queue`: the step could not be put into the queue, and the job stands as failed.
 */
export type JobErrorCode =
  | 'no-such-job'
  | 'already-over'
  | 'still-running'
  | 'too-many-jobs'
  | 'bad-rate'
  | 'no-queue';

export class JobError extends Error {
  readonly code: JobErrorCode;

  constructor(code: JobErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'JobError';
    this.code = code;
  }
}
