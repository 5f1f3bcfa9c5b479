import type { FirebaseApp } from 'firebase/app';
import type { Auth } from 'firebase/auth';
import type { Firestore } from 'firebase/firestore';
import type { ViewAs } from 'live-claims/web';
import { createContext, use } from 'react';
import type { AccessHistory } from './access/access-history.ts';

/** What the page has of Firebase from the first sign-in on. */
export interface Services {
  readonly app: FirebaseApp;
  readonly auth: Auth;
  readonly firestore: Firestore;
  readonly history: AccessHistory;
  /** Shows the app as a lower role has it. */
  readonly viewAs: ViewAs;
}

export const FirebaseContext = createContext<(Services & { readonly uid: string }) | null>(null);

/** Firebase, and the id of the signed-in account. */
export function useFirebase(): Services & { readonly uid: string } {
  const services = use(FirebaseContext);
  if (services === null) throw new Error('useFirebase needs a FirebaseContext around it.');
  return services;
}
