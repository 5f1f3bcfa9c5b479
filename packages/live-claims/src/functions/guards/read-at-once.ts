import type { Firestore } from 'firebase-admin/firestore';
import type { ReadDocuments } from './read-facts.ts';

/** `ReadDocuments` on a database: `getAll` reads them all at one time (BatchGetDocuments). */
export function readAtOnce(db: Firestore): ReadDocuments {
  return async (paths) => {
    const snapshots = await db.getAll(...paths.map((path) => db.doc(path)));
    return snapshots.map((snapshot) => snapshot.data() ?? null);
  };
}
