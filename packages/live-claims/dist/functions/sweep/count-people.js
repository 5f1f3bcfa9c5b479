import { COLLECTIONS } from '../../core/index.js';
/** How many people have a document: about how many a sweep will see. One read for 1,000 of them. */
export async function countPeople(db) {
    const { count } = (await db.collection(COLLECTIONS.users).count().get()).data();
    return count;
}
