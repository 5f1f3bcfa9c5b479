import { describe, expect, it } from 'vitest';
import {
  foldText,
  MAX_SEARCH_TERMS,
  matchesSearch,
  searchTerm,
  searchTerms,
  sortKey,
} from './directory-text.ts';

describe('foldText', () => {
  it.each([
    ['case', 'ADA', 'ada'],
    ['accents, composed or not', 'Zo\u00eb Zoe\u0308', 'zoe zoe'],
    ['letters that Unicode does not decompose', 'Łódź Straße Ærø', 'lodz strasse aero'],
    ['the capital I of Turkish', 'İZMİR ılık', 'izmir ilik'],
    ['full-width forms', 'Ａｄａ１', 'ada1'],
    ['half-width katakana', 'ﾔﾏﾀﾞ', 'ヤマタ'],
    ['Hangul, kept as syllables', '김철수', '김철수'],
    ['Arabic vowel points, forms of alef and tatweel', 'أَحـمَد', 'احمد'],
    ['Hebrew points', 'דָּוִד', 'דוד'],
    ['marks of direction and joiners', '\u202eada\u202c\u200d', 'ada'],
    ['the final sigma', 'ΟΔΥΣΣΕΥΣ οδυσσεύς', 'οδυσσευσ οδυσσευσ'],
  ])('ignores %s', (_, text, folded) => {
    expect(foldText(text)).toBe(folded);
    expect(foldText(folded)).toBe(folded);
  });
});

describe('searchTerms', () => {
  it('are the beginnings of the words of name and address', () => {
    expect(searchTerms('Zoë', 'z.ng@ab.de')).toEqual('z zo zoe n ng a ab d de'.split(' '));
  });

  it('are the parts of words in scripts without blanks', () => {
    expect(searchTerms('山田太', null)).toEqual('山 山田 山田太 田 田太 太'.split(' '));
    expect(searchTerms('김ada', null)).toEqual('김 a ad ada'.split(' '));
  });

  it('are bounded in number and length, however long and odd the text', () => {
    const long = searchTerms('x'.repeat(100_000), null);
    expect(long.at(-1)).toBe('x'.repeat(12));
    const many = searchTerms(
      '山田太郎次三四五六七八九十百千'.repeat(500),
      `${'a1 '.repeat(500)}@example.com`,
    );
    expect(many).toHaveLength(MAX_SEARCH_TERMS);
    expect(Math.max(...many.map((term) => [...term].length))).toBeLessThanOrEqual(12);
  });

  it.each([
    'Maximiliane Mustermann',
    'Ada de la Cruz',
    '山田太郎次',
    'أحمد علي',
    'José Ñandú',
    '𝒜da 𠮷野',
  ])('find %s by every word of the name, also where more of it is typed', (name) => {
    const terms = searchTerms(name, null);
    for (const word of [...name.split(' '), name]) {
      expect(terms).toContain(searchTerm(word));
      expect(matchesSearch({ name, email: null }, word)).toBe(true);
    }
  });
});

describe('a search', () => {
  const ada = { name: 'Ada Lovelace', email: 'ada.l@example.com' };

  it('asks for its longest word, and the rest is compared', () => {
    expect(searchTerm('ad love')).toBe('love');
    expect(searchTerm('maximilianette-margarete')).toBe('maximilianet');
    expect(matchesSearch(ada, 'LOVE ad')).toBe(true);
    expect(matchesSearch(ada, 'love bob')).toBe(false);
    expect(matchesSearch(ada, 'ovelace')).toBe(false);
    expect(matchesSearch(ada, 'ada.l@exam')).toBe(true);
    expect(matchesSearch({ name: '山田太郎次', email: null }, '田太郎次')).toBe(true);
  });

  it('without a letter or digit asks for nothing', () => {
    expect(searchTerm(' 🌸 - ')).toBeNull();
  });
});

it('sorts a name by its letters; an address and then the id stand in', () => {
  expect(sortKey('🌸 Émile', null, 'u')).toBe('emile');
  expect(sortKey('🌸', 'B@x.io', 'u')).toBe('b x io');
  expect(sortKey(null, null, 'U1')).toBe('U1');
  expect([...sortKey('𝒜'.repeat(500), null, 'u')]).toHaveLength(100);
});
