import type { Firestore } from 'firebase-admin/firestore';
import { COLLECTIONS } from '../../tools/demo-paths.ts';
import { CHECKED, ONE, THINGS } from '../backend/places.ts';

/** Puts one document into each collection that the lab reads, so that all of them bring the same. */
export async function seedThings(db: Firestore): Promise<void> {
  const now = new Date();
  const thing = {
    title: 'A draft',
    body: '',
    authorId: 'an-author',
    status: 'draft',
    createdAt: now,
    updatedAt: now,
  };
  const batch = db.batch();
  for (const collection of [
    COLLECTIONS.posts,
    ...Object.values(THINGS),
    ...Object.values(CHECKED),
  ]) {
    batch.set(db.doc(`${collection}/${ONE}`), thing);
  }
  await batch.commit();
}
