/**
 * The most search terms of one row. Each is an entry in every index with `terms`, so this bounds what a row stores:
 * about 300 index entries. An ordinary name and address have 20 to 50; of longer ones the words at the end of the
 * address cannot be found by their parts.
 *
 * @example searchTerms('Ada Lovelace', null).length <= MAX_SEARCH_TERMS
 */
export const MAX_SEARCH_TERMS = 60;

/** The longest prefix of a word that is a term, in characters. What is typed after it is compared in the rows found. */
const MAX_PREFIX = 12;

/** The longest part of a word in a script without blanks that is a term, in characters. */
const MAX_PART = 4;

/** Letters that Unicode does not decompose, as most people type them. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
};

/**
 * A text as the directory compares and sorts it: without case, accents and vowel points, with full-width and other
 * compatibility forms as their plain ones (Unicode NFKD), without invisible characters and the Arabic tatweel. For
 * finding people only: two addresses that fold to one are still two.
 *
 * @example foldText('Ｚoë ŁÓDŹ') // 'zoe lodz'
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}\p{Cc}\p{Cs}\u0640]/gu, '')
    .replace(/[ßæœøłđðþħıς]/g, (letter) => PLAIN[letter] ?? letter)
    .normalize('NFC');
}

/** A word, and whether its script writes words without blanks, so that parts of it are words as well. */
interface Word {
  readonly text: string;
  readonly isUnspaced: boolean;
}

/** Runs of letters and digits: of Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese by themselves. */
const words = () =>
  /([\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]+)|./gu;

function wordsOf(text: string): readonly Word[] {
  return (foldText(text).match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((run) => {
    const found: Word[] = [];
    let spaced = '';
    for (const [part, unspaced] of run.matchAll(words())) {
      if (unspaced === undefined) {
        spaced += part;
        continue;
      }
      if (spaced !== '') found.push({ text: spaced, isUnspaced: false });
      spaced = '';
      found.push({ text: part, isUnspaced: true });
    }
    return spaced === '' ? found : [...found, { text: spaced, isUnspaced: false }];
  });
}

/**
 * The key by which names are sorted: the folded words, so that a sign or an emoji before a name does not decide its
 * place. The address stands in for a name without letters, then the account id. At most 100 characters.
 *
 * @example sortKey('🌸 Émile', null, 'x1') // 'emile'
 */
export function sortKey(name: string | null, email: string | null, uid: string): string {
  const [key = uid] = [name, email]
    .map((text) => wordsOf(text ?? '').map((word) => word.text))
    .filter((found) => found.length > 0)
    .map((found) => found.join(' '));
  return [...key].slice(0, 100).join('');
}

/**
 * What a row can be found by: the prefixes of each word of name and address, of up to 12 characters, and in scripts
 * without blanks (Chinese, Japanese, Korean, Thai …) every part of up to 4. At most `MAX_SEARCH_TERMS`: first the name's,
 * then the address's.
 *
 * @example searchTerms('Zoë 山田', null) // ['z', 'zo', 'zoe', '山', '山田', '田']
 */
export function searchTerms(name: string | null, email: string | null): readonly string[] {
  const terms = new Set<string>();
  for (const word of [name, email].flatMap((text) => wordsOf(text ?? ''))) {
    const letters = [...word.text];
    const starts = word.isUnspaced ? letters.keys() : [0];
    for (const start of starts) {
      const rest = letters.slice(start, start + (word.isUnspaced ? MAX_PART : MAX_PREFIX));
      for (const end of rest.keys()) {
        if (terms.size === MAX_SEARCH_TERMS) return [...terms];
        terms.add(rest.slice(0, end + 1).join(''));
      }
    }
  }
  return [...terms];
}

/**
 * The one term to look up for a text: that of its longest word; null for a text without letters and digits. The rows
 * found need not have the other words: see `matchesSearch`.
 *
 * @example searchTerm('Ada Lovelace') // 'lovelace'
 */
export function searchTerm(text: string): string | null {
  const terms = wordsOf(text).map(({ text, isUnspaced }) =>
    [...text].slice(0, isUnspaced ? MAX_PART : MAX_PREFIX),
  );
  const [longest] = terms.sort((a, b) => b.length - a.length);
  return longest?.join('') ?? null;
}

/**
 * Whether every word of the text begins a word of name or address, or, in scripts without blanks, is a part of one.
 *
 * @example matchesSearch({ name: 'Ada Lovelace', email: null }, 'love ada') // true
 */
export function matchesSearch(
  { name, email }: { readonly name: string | null; readonly email: string | null },
  text: string,
): boolean {
  const there = [name, email].flatMap((each) => wordsOf(each ?? ''));
  return wordsOf(text).every((wanted) =>
    there.some((word) =>
      wanted.isUnspaced ? word.text.includes(wanted.text) : word.text.startsWith(wanted.text),
    ),
  );
}
