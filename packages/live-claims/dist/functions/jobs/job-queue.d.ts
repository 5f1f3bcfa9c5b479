import type { Functions } from 'firebase-admin/functions';
import { type JobTask, type LiveClaimsConfig } from '../../core/index.js';
/** Where the next step of a job waits for its turn. */
export interface JobQueue {
    /** Puts a step into the queue; nothing when it is or was there already. */
    enqueue(task: JobTask): Promise<void>;
}
/** The Cloud Tasks queue that belongs to the function `runJob`, which stands where the configuration says. */
export declare function cloudTasksQueue(functions: Functions, { region, functionPrefix }: Pick<LiveClaimsConfig, 'region' | 'functionPrefix'>): JobQueue;
