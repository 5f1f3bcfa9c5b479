import { expect, it } from 'vitest';
import { BEGINNING, type Cursor, readCursor, writeCursor } from './read-page.ts';

it.each<Cursor>([
  BEGINNING,
  { pass: 'documents', after: 'ä"\n' },
  { pass: 'accounts', page: null },
  { pass: 'accounts', page: 'token' },
  { pass: 'members', after: 'orgs/acme/members/mia' },
])('comes back from the job as it was: %j', (cursor) => {
  expect(readCursor(writeCursor(cursor))).toEqual(cursor);
});

it.each([
  null,
  '',
  'null',
  '5',
  '{',
  '{}',
  '{"pass":"accounts"}',
  '{"pass":"documents","after":7}',
  '{"pass":"x","after":null}',
])('starts over at %j', (stored) => {
  expect(readCursor(stored)).toEqual(BEGINNING);
});
