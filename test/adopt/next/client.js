'use client';

import { initializeApp } from 'firebase/app';
import { connectAuthEmulator, getAuth } from 'firebase/auth';
import { connectFirestoreEmulator, getFirestore } from 'firebase/firestore';
import { createLiveClaims } from 'live-claims/web';
import config from './live-claims.config.js';

let opened;

/** Firebase and the claims, once for the life of the page. */
export function client() {
  opened ??= open(JSON.parse(document.getElementById('firebase').textContent));
  return opened;
}

function open({ projectId, auth: authHost, firestore: firestoreHost }) {
  const app = initializeApp({ projectId, apiKey: 'demo' });
  const auth = getAuth(app);
  const firestore = getFirestore(app);
  connectAuthEmulator(auth, `http://${authHost}`, { disableWarnings: true });
  const [host, port] = firestoreHost.split(':');
  connectFirestoreEmulator(firestore, host, Number(port));
  return { auth, claims: createLiveClaims({ auth, firestore, config, pollingUrl: null }) };
}
