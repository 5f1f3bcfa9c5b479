import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { appRoles } from '../../core/index.ts';
import type { SyncEngine } from '../sync/sync-user.ts';
import { syncEngine } from './sync-engine.ts';

/**
 * The app of these functions, by its own name: the default one belongs to whoever imports them, who may
 * already have it, with options of their own. Configured by the platform, like a default one.
 */
export const app = initializeApp(undefined, 'live-claims');

/** The project's accounts and database, as the functions' service account sees them. */
export const auth = getAuth(app);
export const db = getFirestore(app);

/** The sync engine on the project's own Firebase, with the app's roles. */
export const engine: SyncEngine = syncEngine(auth, db, appRoles);
