import { initializeServerApp } from 'firebase/app';
import { connectAuthEmulator, getAuth } from 'firebase/auth';
import { connectFirestoreEmulator, getFirestore } from 'firebase/firestore';
import { cookies } from 'next/headers';
import { firebaseConfig } from './config';

/** Firebase as the user whose ID token is in the cookie. */
export async function openAsUser() {
  const authIdToken = (await cookies()).get('__session')?.value;
  const app = initializeServerApp(firebaseConfig, { authIdToken });
  const auth = getAuth(app);
  const db = getFirestore(app);
  if (firebaseConfig.apiKey === 'demo') {
    connectAuthEmulator(auth, 'http://127.0.0.1:9099', { disableWarnings: true });
    connectFirestoreEmulator(db, '127.0.0.1', 8080);
  }
  await auth.authStateReady();
  return { user: auth.currentUser, db };
}
