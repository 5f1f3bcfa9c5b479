import type { Query } from 'firebase-admin/firestore';
import { foldAddress } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';

/** More than one is not written by us; somebody with the console may have. */
const MOST_PER_ADDRESS = 10;

/** The invites to an address that nobody has taken, expired ones among them. */
export function openInvites(store: Store, email: string): Query {
  return store.invites
    .where('email', '==', foldAddress(email))
    .where('acceptedAt', '==', null)
    .limit(MOST_PER_ADDRESS);
}
