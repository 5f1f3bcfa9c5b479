import { getFirestore } from 'firebase/firestore';
import { createLiveClaims, type LiveClaims } from 'live-claims/web';
import config, { type Permission, type Role } from '../../../functions/src/live-claims.config.ts';
import { openFunctions } from '../call-function.ts';
import type { Firebase } from '../firebase.ts';
import { watchAccess } from './access/access-history.ts';
import type { Services } from './firebase-context.ts';
import { notices } from './notices/notices.ts';

interface Opened {
  readonly services: Services;
  readonly claims: LiveClaims<Role, Permission>;
}

let opened: Promise<Opened> | null = null;

/** Firestore and the live claims, once per page; what has been opened stays through sign-outs. */
export function openServices(firebase: Firebase): Promise<Opened> {
  opened ??= open(firebase);
  return opened;
}

async function open({ app, auth }: Firebase): Promise<Opened> {
  const firestore = getFirestore(app);
  if (import.meta.env.DEV) {
    const { connectFirestore } = await import('../dev/emulators.ts');
    connectFirestore(firestore);
  }
  const claims = createLiveClaims({
    auth,
    firestore,
    functions: () => openFunctions(app),
    config,
  });
  const history = watchAccess(claims, notices);
  return { services: { app, auth, firestore, history }, claims };
}
