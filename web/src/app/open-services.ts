import type { FirebaseApp } from 'firebase/app';
import type { Auth } from 'firebase/auth';
import { type Firestore, getFirestore } from 'firebase/firestore';
import {
  additionalClaims,
  createLiveClaims,
  createViewAs,
  type DevtoolsHook,
} from 'live-claims/web';
import config from '../../../functions/src/live-claims.config.ts';
import { openFunctions } from '../call-function.ts';
import type { Firebase } from '../firebase.ts';
import { watchAccess } from './access/access-history.ts';
import type { Services } from './firebase-context.ts';
import { notices } from './notices/notices.ts';

interface Opened {
  readonly services: Services;
  readonly claims: ReturnType<typeof start>;
}

let opened: Promise<Opened> | null = null;

/** Firestore and the live claims, once per page; what has been opened stays through sign-outs. */
export function openServices(firebase: Firebase): Promise<Opened> {
  opened ??= open(firebase);
  return opened;
}

async function open({ app, auth }: Firebase): Promise<Opened> {
  const firestore = getFirestore(app);
  let devtools: DevtoolsHook | undefined;
  if (import.meta.env.DEV) {
    const { connectFirestore } = await import('../dev/emulators.ts');
    connectFirestore(firestore);
    ({ devtools } = await import('../dev/devtools.tsx'));
  }
  const claims = start(app, auth, firestore, devtools);
  const history = watchAccess(claims, notices);
  void import('live-claims/receipts').then(
    ({ recordReceipts }) => recordReceipts({ claims, auth, firestore, config }),
    // Without it the page works all the same.
    () => {},
  );
  const viewAs = createViewAs(claims, config.roles);
  return { services: { app, auth, firestore, history, viewAs }, claims: viewAs.client };
}

const start = (app: FirebaseApp, auth: Auth, firestore: Firestore, devtools?: DevtoolsHook) =>
  createLiveClaims({
    devtools,
    auth,
    firestore,
    functions: () => openFunctions(app),
    config,
    additional: additionalClaims,
  });
