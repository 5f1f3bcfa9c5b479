import { deleteApp, type FirebaseApp, initializeApp } from 'firebase/app';
import { initializeAuth, inMemoryPersistence, signInWithEmailAndPassword } from 'firebase/auth';
import { getFirestore } from 'firebase/firestore';
import { appRoles } from 'live-claims/core';
import { createLiveClaims } from 'live-claims/web';
// biome-ignore lint/style/noRestrictedImports: whom the seed creates, said once; this file is in no production bundle.
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../../../tools/demo-people.ts';
import { connectAuth, connectFirestore, emulatedProject } from '../../dev/emulators.ts';
import type { RaceSession } from './race-session.ts';

// Development builds only: reached through a dynamic import behind `import.meta.env.DEV`.

export type DemoPerson = (typeof DEMO_PEOPLE)[number];
export { DEMO_PEOPLE };

export interface DemoSession extends RaceSession {
  readonly person: DemoPerson;
  close(): Promise<void>;
}

/** Signs a demo person in beside whoever is signed in to the page, and forgets them when it is closed. */
export async function openDemoSession(person: DemoPerson): Promise<DemoSession> {
  const app: FirebaseApp = initializeApp(emulatedProject(), `race-${crypto.randomUUID()}`);
  try {
    const auth = initializeAuth(app, { persistence: inMemoryPersistence });
    connectAuth(auth);
    const firestore = getFirestore(app);
    connectFirestore(firestore);
    await signInWithEmailAndPassword(auth, person.email, DEMO_PASSWORD);
    const claims = createLiveClaims({ auth, firestore, config: { roles: appRoles } });
    return {
      auth,
      claims,
      person,
      async close() {
        claims.close();
        await deleteApp(app);
      },
    };
  } catch (error) {
    await deleteApp(app);
    throw error;
  }
}
