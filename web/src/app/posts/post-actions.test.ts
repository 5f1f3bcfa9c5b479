import { describe, expect, it } from 'vitest';
import { postActions } from './post-actions.ts';

const mine = { authorId: 'me', status: 'draft' } as const;
const theirs = { authorId: 'them', status: 'draft' } as const;
const published = { authorId: 'me', status: 'published' } as const;
const nothing = { edit: false, publish: false, withdraw: false };

describe('what a post offers', () => {
  it('is nothing for a reader, not even on a draft from better days', () => {
    expect(postActions(mine, 'me', ['posts.read'])).toEqual(nothing);
  });

  it('is editing for a writer, on their own drafts only', () => {
    const permissions = ['posts.read', 'posts.write'] as const;
    expect(postActions(mine, 'me', permissions)).toEqual({ ...nothing, edit: true });
    expect(postActions(theirs, 'me', permissions)).toEqual(nothing);
    expect(postActions(published, 'me', permissions)).toEqual(nothing);
  });

  it('is everything for a publisher, on the posts of all authors', () => {
    const permissions = ['posts.read', 'posts.publish'] as const;
    expect(postActions(theirs, 'me', permissions)).toEqual({
      edit: true,
      publish: true,
      withdraw: false,
    });
    expect(postActions(published, 'other', permissions)).toEqual({
      edit: true,
      publish: false,
      withdraw: true,
    });
  });
});
