import type { Firestore } from 'firebase-admin/firestore';
/** How many people have a document: about how many a sweep will see. One read for 1,000 of them. */
export declare function countPeople(db: Firestore): Promise<number>;
