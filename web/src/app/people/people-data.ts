import { collection, type Firestore, limit, type Query, query } from 'firebase/firestore';
import { COLLECTIONS } from '../paths.ts';

/** How many people the list shows. */
export const PEOPLE_SHOWN = 500;

/** Both collections have one document per person, under the same id: the same first ones. */
export function allUsers(firestore: Firestore): Query {
  return query(collection(firestore, COLLECTIONS.users), limit(PEOPLE_SHOWN));
}

export function allMarkers(firestore: Firestore): Query {
  return query(collection(firestore, COLLECTIONS.markers), limit(PEOPLE_SHOWN));
}
