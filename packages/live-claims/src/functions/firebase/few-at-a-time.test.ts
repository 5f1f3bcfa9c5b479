import { expect, it } from 'vitest';
import { MemoryFirestore } from '../../testing/memory-firestore.ts';
import { fewAtATime } from './few-at-a-time.ts';

const ids = (length: number) => Array.from({ length }, (_, at) => `${at}`.padStart(4, '0'));

async function ownersOf(count: number) {
  const { db } = new MemoryFirestore();
  for (const id of ids(count)) await db.doc(`members/${id}`).set({ role: 'owner' });
  return db.collection('members').where('role', '==', 'owner');
}

it('the first of a thousand is found by reading ten', async () => {
  for await (const docs of fewAtATime(await ownersOf(1_000))) {
    expect(docs.map(({ id }) => id)).toEqual(ids(10));
    break;
  }
});

it.each([0, 9, 10, 11, 25])('all %i are found, each once', async (count) => {
  const found: string[] = [];
  for await (const docs of fewAtATime(await ownersOf(count)))
    found.push(...docs.map(({ id }) => id));
  expect(found).toEqual(ids(count));
});
