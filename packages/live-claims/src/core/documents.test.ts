import { expect, it } from 'vitest';
import { parseUserProfile } from './documents.ts';

it('shows a person whose document is half broken', () => {
  expect(parseUserProfile({ email: 'a@b.c', displayName: 42 })).toMatchObject({
    email: 'a@b.c',
    displayName: null,
  });
  expect(parseUserProfile(undefined).email).toBeNull();
});
