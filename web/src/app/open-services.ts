import { getFirestore } from 'firebase/firestore';
import { appRoles, CALLABLES, ME_PATH } from 'live-claims/core';
import { createLiveClaims, meFallback } from 'live-claims/web';
import { callFunction } from '../call-function.ts';
import type { Firebase } from '../firebase.ts';
import { watchAccess } from './access/access-history.ts';
import type { Services } from './firebase-context.ts';
import { notices } from './notices/notices.ts';

let opened: Promise<Services> | null = null;

/** Firestore and the live claims, once per page; what has been opened stays through sign-outs. */
export function openServices(firebase: Firebase): Promise<Services> {
  opened ??= open(firebase);
  return opened;
}

async function open({ app, auth }: Firebase): Promise<Services> {
  const firestore = getFirestore(app);
  if (import.meta.env.DEV) {
    const { connectFirestore } = await import('../dev/emulators.ts');
    connectFirestore(firestore);
  }
  const claims = createLiveClaims({
    auth,
    firestore,
    roles: appRoles,
    requestSync: () => callFunction(app, CALLABLES.syncMyClaims),
    fallback: meFallback(async (etag, signal) => {
      const token = await auth.currentUser?.getIdToken();
      const headers = {
        Authorization: `Bearer ${token}`,
        ...(etag !== null && { 'If-None-Match': etag }),
      };
      return fetch(ME_PATH, { headers, signal, cache: 'no-store' });
    }),
  });
  return { app, auth, firestore, claims, history: watchAccess(claims, notices) };
}
