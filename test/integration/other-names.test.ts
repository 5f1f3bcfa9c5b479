import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { vi } from 'vitest';
import { hospital } from '../../packages/live-claims/src/testing/other-app.ts';
import { describeOtherApp } from '../../packages/live-claims/src/testing/other-app-suite.ts';

vi.mock('firebase-functions/logger', () => ({
  debug: vi.fn(),
  info: vi.fn(),
  warn: vi.fn(),
  error: vi.fn(),
}));

/** A project of its own, with its own database: no trigger of the app under test listens there. */
const projectId = `demo-hospital-${Date.now()}`;
const app = initializeApp({ projectId }, projectId);
const auth = getAuth(app);

describeOtherApp('On the emulators', {
  auth,
  db: getFirestore(app, hospital.database),
  createAccount: (account) => auth.createUser(account),
});
