import { timestampAt } from 'live-claims/core';
import { expect, it } from 'vitest';
import { POST_LIMITS, parsePost } from './post.ts';

const post = {
  title: 't',
  body: '',
  authorId: 'a',
  status: 'draft',
  createdAt: timestampAt(1),
  updatedAt: null,
};

it('a post is read, without what else stands there', () => {
  expect(parsePost({ ...post, likes: 7 })).toEqual(post);
});

it.each([
  undefined,
  { ...post, status: 'secret' },
  { ...post, title: '' },
  { ...post, title: 'x'.repeat(POST_LIMITS.postTitle + 1) },
  { ...post, body: 7 },
  { ...post, authorId: null },
  { ...post, updatedAt: { seconds: 1, nanoseconds: 0 } },
])('what is no post is none: %j', (data) => {
  expect(parsePost(data)).toBeNull();
});
