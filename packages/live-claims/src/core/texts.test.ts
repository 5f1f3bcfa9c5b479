import { expect, it } from 'vitest';
import { isCleanText } from './texts.ts';
import { isUid } from './uids.ts';

it.each(['', 'Jürgen', '名前', '👩‍👩‍👧', 'a b', 'a\u00a0b', 'ß'])('takes %j', (text) => {
  expect(isCleanText(text)).toBe(true);
});

it.each(['\ud800', 'a\udc00', 'a\u0000', 'a\nb', '\u001b[2J', '\u009b', '\u202eabc', '\u2066'])(
  'does not take %j',
  (text) => {
    expect(isCleanText(text)).toBe(false);
    expect(isUid(text)).toBe(false);
  },
);

it.each(['a', 'jürgen', 'trailing ', 'a%2Fb', 'a.b@ex+tag.com', 'auth0|x', '__x', 'x'.repeat(128)])(
  'an account can have the id %j',
  (id) => expect(isUid(id)).toBe(true),
);

it.each(['', '.', '..', '__x__', 'a/b', 'a/', '/', 'x'.repeat(129), 5, null])(
  'no account can have the id %j',
  (id) => expect(isUid(id)).toBe(false),
);
