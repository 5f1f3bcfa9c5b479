import { expect, it } from 'vitest';
import { isolated, partsOf, shownName } from './names.ts';

it('a name is shown without controls and without what turns the writing round', () => {
  expect(shownName('Ada\u202e ecarG\u0007')).toBe('Ada ecarG');
  expect(shownName('\u200b \u2066')).toBeNull();
  expect(shownName(null)).toBeNull();
});

it('a name in a sentence stands for itself, whatever is in it', () => {
  const sentence = `${isolated('Eve\u2069 became an owner')} was signed out.`;
  expect(partsOf(sentence)).toEqual([
    { text: 'Eve became an owner', isName: true },
    { text: ' was signed out.', isName: false },
  ]);
});
