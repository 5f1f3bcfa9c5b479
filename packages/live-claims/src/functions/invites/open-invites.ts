import type { Firestore, Query } from 'firebase-admin/firestore';
import { COLLECTIONS, foldAddress } from '../../core/index.ts';

/** More than one is not written by us; somebody with the console may have. */
const MOST_PER_ADDRESS = 10;

/** The invites to an address that nobody has taken, expired ones among them. */
export function openInvites(db: Firestore, email: string): Query {
  return db
    .collection(COLLECTIONS.invites)
    .where('email', '==', foldAddress(email))
    .where('acceptedAt', '==', null)
    .limit(MOST_PER_ADDRESS);
}
