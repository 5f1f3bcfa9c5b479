import type { JobsProject } from '../project.js';
export interface ReconcileStart {
    readonly jobId: string;
    readonly outcome: 'started' | 'resumed' | 'still-running';
}
/**
 * Starts the regular look at everybody, unless the last one still runs; one that got stuck goes on
 * where it was.
 *
 * @param now in milliseconds since the Unix epoch.
 * @throws {JobError} `bad-rate`, `no-queue`.
 */
export declare function startReconcile(project: Pick<JobsProject, 'db' | 'queue'>, { perSecond, now }: {
    readonly perSecond: number;
    readonly now: number;
}): Promise<ReconcileStart>;
