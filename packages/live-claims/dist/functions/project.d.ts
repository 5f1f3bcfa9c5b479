import { type App } from 'firebase-admin/app';
import { type Auth } from 'firebase-admin/auth';
import { type Firestore } from 'firebase-admin/firestore';
import type { LiveClaimsConfig, OnAccountDeleted, Provisioning } from '../core/index.js';
import { type JobQueue } from './jobs/job-queue.js';
import type { SyncEngine } from './sync/sync-user.js';
/** A Firebase project to look after: its database, its accounts, and the sync engine on both. */
export interface Project {
    readonly db: Firestore;
    readonly auth: Auth;
    readonly engine: SyncEngine;
    /** What a new document gets beside its access. @default 'role-only' */
    readonly provisioning?: Provisioning;
    /** What becomes of a document whose account is deleted. @default 'keep' */
    readonly onAccountDeleted?: OnAccountDeleted;
}
/** A project with a queue for its jobs. */
export interface JobsProject extends Project {
    readonly queue: JobQueue;
}
/**
 * The project of an app, for what the configuration says.
 *
 * @param app of the host. @default the default app, which the host has initialised
 * @throws {FirebaseAppError} `app/no-app` when there is none.
 */
export declare function projectOf({ roles, region, functionPrefix, provisioning, onAccountDeleted }: LiveClaimsConfig, app?: App): JobsProject;
