import { collection, type Firestore, limit, type Query, query } from 'firebase/firestore';
import type { Collections } from '../../core/index.ts';

/** How many people the list shows. */
export const PEOPLE_SHOWN = 500;

/** Both collections have one document per person, under the same id: the same first ones. */
export function allUsers(firestore: Firestore, { users }: Collections): Query {
  return query(collection(firestore, users), limit(PEOPLE_SHOWN));
}

export function allMarkers(firestore: Firestore, { markers }: Collections): Query {
  return query(collection(firestore, markers), limit(PEOPLE_SHOWN));
}
