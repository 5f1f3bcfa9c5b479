import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import type { LiveClaimsConfig } from 'live-claims/core';
import { onTestFinished } from 'vitest';
import demo from '../../../functions/src/live-claims.config.ts';
import { Store } from '../../../packages/live-claims/src/functions/firebase/store.ts';
import {
  type JobsProject,
  syncEngine,
} from '../../../packages/live-claims/src/functions/project.ts';

/** A project for a configuration. */
export type OwnProject = Omit<JobsProject, 'queue'>;

/**
 * A project as an administrator sees it, in which no trigger runs; closed with the test.
 *
 * @param config of the app. @default the demo's
 */
export function openProject(
  projectId = `demo-attack-${randomUUID()}`,
  config: LiveClaimsConfig = demo,
): OwnProject {
  const app = initializeApp({ projectId }, randomUUID());
  onTestFinished(() => deleteApp(app));
  const [auth, db] = [getAuth(app), getFirestore(app)];
  const { roles, limits, provisioning, onAccountDeleted } = config;
  const store = new Store(db, config);
  const engine = syncEngine(auth, store, roles);
  return { auth, db, store, engine, limits, provisioning, onAccountDeleted };
}
