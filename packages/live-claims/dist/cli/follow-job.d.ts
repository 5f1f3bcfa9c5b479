import type { Firestore } from 'firebase-admin/firestore';
import { type Job } from '../core/index.js';
/**
 * Follows a job until it does not run any more.
 *
 * @param onJob hears every state, and whether nothing has moved for a minute.
 * @returns the job's last state; null when `signal` ended the following. The job goes on then.
 * @throws {AdminError} `no-such-job`.
 */
export declare function followJob(db: Firestore, jobId: string, signal: AbortSignal, onJob: (job: Job, quiet: boolean) => void): Promise<Job | null>;
