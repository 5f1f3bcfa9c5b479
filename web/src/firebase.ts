import { type FirebaseApp, initializeApp } from 'firebase/app';
import {
  type Auth,
  browserLocalPersistence,
  indexedDBLocalPersistence,
  initializeAuth,
  inMemoryPersistence,
  signInWithEmailAndPassword,
} from 'firebase/auth';
import { readFirebaseConfig } from './firebase-config.ts';
import { answers } from './indexed-db.ts';

export interface Firebase {
  readonly app: FirebaseApp;
  readonly auth: Auth;
}

/**
 * Starts Firebase and Auth; resolves once it is known whether a user is signed in. Firestore and
 * Functions follow when they are needed, see `app/open-services.ts` and `call-function.ts`.
 *
 * Auth starts without the pop-up and redirect resolver that `getAuth` brings: nothing here uses it,
 * and on phones it would fetch a script from apis.google.com before the first screen.
 *
 * @throws {ConfigUnavailable} when the project's configuration cannot be had.
 */
export async function startFirebase(): Promise<Firebase> {
  const [config, canStore] = await Promise.all([
    readFirebaseConfig(),
    answers(globalThis.indexedDB),
  ]);
  const emulators = import.meta.env.DEV ? await import('./dev/emulators.ts') : null;
  const only = import.meta.env.DEV ? (await import('./dev/window-person.ts')).windowPerson() : null;
  const app = initializeApp(config);
  const auth = initializeAuth(app, {
    persistence: only
      ? inMemoryPersistence
      : canStore
        ? [indexedDBLocalPersistence, browserLocalPersistence]
        : [browserLocalPersistence],
  });
  // At once: from the next task on, Auth may use a session that it has found, and would ask Google.
  emulators?.connectAuth(auth);
  await auth.authStateReady();
  if (only) await signInWithEmailAndPassword(auth, only.email, only.password);
  return { app, auth };
}
