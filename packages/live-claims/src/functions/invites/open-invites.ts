import type { Query } from 'firebase-admin/firestore';
import { foldAddress } from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';

/** The functions write one; more may come from the console. */
const MOST_PER_ADDRESS = 10;

/** The invites to an address that were not accepted, expired ones among them. */
export function openInvites(store: Store, email: string): Query {
  return store.invites
    .where('email', '==', foldAddress(email))
    .where('acceptedAt', '==', null)
    .limit(MOST_PER_ADDRESS);
}
