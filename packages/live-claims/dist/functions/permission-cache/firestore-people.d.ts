import type { Firestore } from 'firebase-admin/firestore';
import type { WatchPeople } from './people.js';
/** `users` of a database, as the permission cache needs it. */
export declare function firestorePeople(db: Firestore): WatchPeople;
