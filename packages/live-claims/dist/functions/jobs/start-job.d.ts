import { type Transaction } from 'firebase-admin/firestore';
import { type JobKind } from '../../core/index.js';
import type { JobsProject } from '../project.js';
export interface StartOptions {
    /** Account id of who asks; null for an operator's command line and for the schedule. */
    readonly startedBy: string | null;
    /** How many accounts the job may change a second; 10 unless given, the platform's limit. */
    readonly perSecond?: number;
}
/**
 * Starts a look at everybody that heals what has drifted, and comes back with the job's id. After a
 * release that changes the shape of the claims, this is what brings it to every account.
 *
 * @throws {JobError} `bad-rate`, `no-queue`.
 */
export declare function startResync(project: Pick<JobsProject, 'db' | 'queue'>, options: StartOptions & {
    readonly kind?: Extract<JobKind, 'resync' | 'reconcile'>;
}): Promise<string>;
/**
 * Writes a new job, with whatever else belongs to it in the same commit, and puts its first step
 * into the queue.
 *
 * @param addTo adds what belongs to it, after it has read what may stand against the job.
 * @throws {JobError} `bad-rate`, `no-queue`, and what `addTo` throws; nothing is written then.
 */
export declare function startJob({ db, queue }: Pick<JobsProject, 'db' | 'queue'>, options: StartOptions & {
    readonly kind: JobKind;
    readonly total: number;
}, addTo?: (transaction: Transaction, jobId: string) => Promise<void>): Promise<string>;
