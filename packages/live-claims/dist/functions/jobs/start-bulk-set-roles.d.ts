import { type BulkSetRolesRequest, type BulkSetRolesResult } from '../../core/index.js';
import type { JobsProject } from '../project.js';
import { type StartOptions } from './start-job.js';
/**
 * Checks every change against the documents as they are, and starts a job that makes them, each
 * checked again at its moment by the actor's role of that moment.
 *
 * @throws {BulkProblems} with all that stands against it; nothing is written then.
 * @throws {JobError} `too-many-jobs`, `bad-rate`, `no-queue`.
 */
export declare function startBulkSetRoles(project: JobsProject, request: BulkSetRolesRequest, options: StartOptions & {
    readonly startedBy: string;
    readonly now: number;
}): Promise<BulkSetRolesResult>;
