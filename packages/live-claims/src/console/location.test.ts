import { expect, it } from 'vitest';
import { withWords, wordsOf } from './location.ts';

it('reads and writes the words of a location, and leaves out empty ones', () => {
  expect(wordsOf('/people?role=editor&search=a%20b')).toEqual({ role: 'editor', search: 'a b' });
  expect(wordsOf('/people')).toEqual({});
  const location = '/admin/people?role=editor&sort=name';
  expect(withWords(location, { role: '', search: 'Zoë & co' })).toBe(
    '/admin/people?sort=name&search=Zo%C3%AB+%26+co',
  );
  expect(withWords(location, { role: undefined, sort: undefined })).toBe('/admin/people');
});
