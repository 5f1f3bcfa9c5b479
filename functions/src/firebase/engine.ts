import { appRoles } from '@live-claims/contract';
import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import type { SyncEngine } from '../sync/sync-user.ts';
import { syncEngine } from './sync-engine.ts';

initializeApp();

/** The project's accounts and database, as the functions' service account sees them. */
export const auth = getAuth();
export const db = getFirestore();

/** The sync engine on the project's own Firebase, with the app's roles. */
export const engine: SyncEngine = syncEngine(auth, db, appRoles);
