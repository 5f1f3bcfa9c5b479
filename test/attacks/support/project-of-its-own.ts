import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';
import { type Firestore, getFirestore } from 'firebase-admin/firestore';
import { onTestFinished } from 'vitest';
import { appRoles } from '../../../functions/src/live-claims.config.ts';
import { syncEngine } from '../../../packages/live-claims/src/functions/firebase/sync-engine.ts';
import type { SyncEngine } from '../../../packages/live-claims/src/functions/sync/sync-user.ts';

export interface Place {
  readonly auth: Auth;
  readonly db: Firestore;
  readonly engine: SyncEngine;
}

/** A project as an administrator sees it, in which no trigger runs; closed with the test. */
export function openPlace(projectId = `demo-attack-${randomUUID()}`): Place {
  const app = initializeApp({ projectId }, randomUUID());
  onTestFinished(() => deleteApp(app));
  const [auth, db] = [getAuth(app), getFirestore(app)];
  return { auth, db, engine: syncEngine(auth, db, appRoles) };
}
