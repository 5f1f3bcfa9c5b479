import { type Firestore } from 'firebase-admin/firestore';
import { type JobStatus } from '../../core/index.js';
import type { JobsProject } from '../project.js';
/**
 * Stops a job after the step that it is at, some seconds from now. What is done stays done.
 *
 * @returns the status it then has.
 * @throws {JobError} `no-such-job`, `already-over`.
 */
export declare function stopJob({ db }: {
    db: Firestore;
}, jobId: string): Promise<JobStatus>;
/**
 * Goes on with a job where it ended. One that still runs goes on as well: with a step of a new
 * number, so that whatever of the old one is left comes to nothing.
 *
 * @returns the status it then has.
 * @throws {JobError} `no-such-job`, `already-over`, `no-queue`.
 */
export declare function resumeJob({ db, queue }: Pick<JobsProject, 'db' | 'queue'>, jobId: string): Promise<JobStatus>;
