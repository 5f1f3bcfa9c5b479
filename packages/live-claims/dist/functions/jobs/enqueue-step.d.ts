import { type JobTask } from '../../core/index.js';
import type { JobsProject } from '../project.js';
/**
 * Puts a step that somebody asked for into the queue. Where that fails, the job is marked as failed,
 * so that it does not stand as running for ever.
 *
 * @throws {JobError} `no-queue`.
 */
export declare function enqueueStep({ db, queue }: Pick<JobsProject, 'db' | 'queue'>, task: JobTask): Promise<void>;
