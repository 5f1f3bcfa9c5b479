import { getApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { getFunctions } from 'firebase-admin/functions';
import { syncEngine } from './firebase/sync-engine.js';
import { cloudTasksQueue } from './jobs/job-queue.js';
/**
 * The project of an app, for what the configuration says.
 *
 * @param app of the host. @default the default app, which the host has initialised
 * @throws {FirebaseAppError} `app/no-app` when there is none.
 */
export function projectOf({ roles, region, functionPrefix, provisioning, onAccountDeleted }, app = getApp()) {
    const [auth, db] = [getAuth(app), getFirestore(app)];
    const queue = cloudTasksQueue(getFunctions(app), { region, functionPrefix });
    const engine = syncEngine(auth, db, roles);
    return { db, auth, queue, engine, provisioning, onAccountDeleted };
}
