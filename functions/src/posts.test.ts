import type { Firestore } from 'firebase-admin/firestore';
import { timestampAt } from 'live-claims/core';
import { expect, it } from 'vitest';
import { posts } from './posts.ts';

const at = timestampAt(1_700_000_000);
const post = {
  title: 'Hello',
  body: '<b>',
  authorId: 'ben',
  status: 'published',
  createdAt: at,
  updatedAt: at,
};

/** As much of a database as the posts use. */
function holding(...documents: object[]): Firestore {
  const query = {
    where: () => query,
    orderBy: () => query,
    limit: () => query,
    get: async () => ({
      docs: documents.map((data, id) => ({ id: String(id), data: () => data })),
    }),
  };
  return { collection: () => query } as unknown as Firestore;
}

async function answer(path: string, db: Firestore): Promise<unknown> {
  const route = posts[path];
  if (route === undefined) throw new Error(`Nothing is at ${path}.`);
  return 'json' in route ? route.json(db) : (await route.page(db)).markup;
}

it('the posts are those that can be read as such', async () => {
  const db = holding(post, { ...post, title: 7 });
  expect(await answer('/posts', db)).toEqual({ posts: [{ id: '0', ...post }] });
});

it('the page of the posts escapes what people write', async () => {
  expect(await answer('/pages/posts', holding(post))).toContain('<p>&lt;b&gt;</p>');
});

it('the page says that there are no posts', async () => {
  expect(await answer('/pages/posts', holding())).toContain('Nothing has been published yet.');
});
