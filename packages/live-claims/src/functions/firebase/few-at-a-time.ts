import { FieldPath, type Query, type QueryDocumentSnapshot } from 'firebase-admin/firestore';

/** The first one that counts is enough; more than this in one read are looked at by very few. */
const AT_A_TIME = 10;

/**
 * The documents that a query finds, some at a time and in the order of their ids: who looks for one pays for a few, however
 * many there are.
 */
export async function* fewAtATime(
  query: Query,
): AsyncGenerator<readonly QueryDocumentSnapshot[], void, undefined> {
  const ordered = query.orderBy(FieldPath.documentId()).limit(AT_A_TIME);
  let { docs } = await ordered.get();
  while (docs.length > 0) {
    yield docs;
    if (docs.length < AT_A_TIME) return;
    ({ docs } = await ordered.startAfter((docs.at(-1) as QueryDocumentSnapshot).id).get());
  }
}
