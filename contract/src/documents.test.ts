import { describe, expect, it } from 'vitest';
import { parseMarker, parsePost, parseUserProfile } from './documents.ts';

const now = { seconds: 1, nanoseconds: 0 };
const marker = {
  claimsUpdatedAt: now,
  version: 5,
  role: 'editor',
  status: 'applied',
  problem: null,
  sessionsRevokedAt: null,
  disabled: false,
  refreshWithin: null,
  expiresAt: null,
};

describe('parseMarker', () => {
  it('reads what the functions write', () => {
    expect(parseMarker(marker)).toEqual(marker);
  });

  it('does without the fields that came later', () => {
    const { sessionsRevokedAt, disabled, refreshWithin, expiresAt, ...older } = marker;
    expect(parseMarker(older)).toEqual(marker);
  });

  it.each([
    ['nothing', undefined],
    ['a version that is no integer', { ...marker, version: 1.5 }],
    ['a negative version', { ...marker, version: -1 }],
    ['an unknown status', { ...marker, status: 'done' }],
    ['a problem without a code', { ...marker, problem: { message: 'x' } }],
    ['a role that is no text', { ...marker, role: 42 }],
  ])('does not guess at %s', (_, data) => {
    expect(parseMarker(data)).toBeNull();
  });
});

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
