import { expect, it } from 'vitest';
import { parsePost, parseUserProfile } from './documents.ts';
import { timestampAt } from './timestamp.ts';

const now = timestampAt(1);
it('shows a person whose document is half broken', () => {
  expect(parseUserProfile({ email: 'a@b.c', displayName: 42 })).toMatchObject({
    email: 'a@b.c',
    displayName: null,
  });
  expect(parseUserProfile(undefined).email).toBeNull();
});

it('skips a post that cannot be read', () => {
  const post = {
    title: 't',
    body: '',
    authorId: 'a',
    status: 'draft',
    createdAt: now,
    updatedAt: null,
  };
  expect(parsePost(post)).toEqual(post);
  expect(parsePost({ ...post, status: 'secret' })).toBeNull();
});
