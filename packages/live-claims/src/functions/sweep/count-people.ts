import type { Store } from '../firebase/store.ts';

/** How many people have a document: about how many a sweep will see. One read for 1,000 of them. */
export async function countPeople(store: Store): Promise<number> {
  const { count } = (await store.users.count().get()).data();
  return count;
}
