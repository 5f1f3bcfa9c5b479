import { type FirebaseApp, initializeApp } from 'firebase/app';
import {
  type Auth,
  browserLocalPersistence,
  indexedDBLocalPersistence,
  initializeAuth,
} from 'firebase/auth';
import { readFirebaseConfig } from './firebase-config.ts';

export interface Firebase {
  readonly app: FirebaseApp;
  readonly auth: Auth;
}

/**
 * Starts Firebase and Auth; resolves once it is known whether somebody is signed in. Firestore and
 * Functions follow when they are needed, see `app/live-claims-client.ts` and `call-function.ts`.
 *
 * Auth starts without the pop-up and redirect resolver that `getAuth` brings: nothing here uses it,
 * and on phones it would fetch a script from apis.google.com before the first screen.
 *
 * @throws {ConfigUnavailable} when the project's configuration cannot be had.
 */
export async function startFirebase(): Promise<Firebase> {
  const app = initializeApp(await readFirebaseConfig());
  const auth = initializeAuth(app, {
    persistence: [indexedDBLocalPersistence, browserLocalPersistence],
  });
  if (import.meta.env.DEV) {
    const { connectAuth } = await import('./dev/emulators.ts');
    connectAuth(auth);
  }
  await auth.authStateReady();
  return { app, auth };
}
