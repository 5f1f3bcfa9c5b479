import { randomUUID } from 'node:crypto';
import { initializeApp } from 'firebase/app';
import {
  connectFirestoreEmulator,
  type Firestore,
  getFirestore,
  onSnapshot,
  type Query,
} from 'firebase/firestore';
import type { openDirectoryList } from '../../packages/live-claims/src/console/people/directory-queries.ts';
import { hostAndPort } from './client.ts';

type Client = Parameters<typeof openDirectoryList>[0];

/** Reads lists as the console's client does it; rights are the business of the rules' tests. */
export const directoryClient = {
  watch: (source: Query, { next, error }: Parameters<Client['watch']>[1]) =>
    onSnapshot(source, next as never, error as never),
} as unknown as Client;

/** A browser that has read nothing yet: what another list has found would cost nothing more. */
export function freshBrowser(projectId: string, host: string): Firestore {
  const firestore = getFirestore(initializeApp({ projectId }, randomUUID()));
  connectFirestoreEmulator(firestore, ...hostAndPort(host), { mockUserToken: 'owner' });
  return firestore;
}
