import jsTokens, { type Token } from 'js-tokens';

/** A place in a text that reads as a pattern does, but for names. */
export interface Shape {
  /** From the first to behind the last character. */
  readonly from: number;
  readonly to: number;
  /** What the pattern's names are called there: those that are called otherwise. */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * Where a text has the same tokens as a pattern, each name of the pattern called by one name there, and each by another. Of
 * several such places the one with the fewest renamed. Space, line breaks and comments do not count.
 *
 * @returns null when there is none or more than one that is best; and where all names are called otherwise while the text
 *   still has one of them: then nothing says that it is the place that was meant.
 *
 * @example findByShape('if (one.rank < two.rank) fail();', 'if (a.rank < b.rank)')?.renamed // a → one, b → two
 */
export function findByShape(text: string, pattern: string): Shape | null {
  const wanted = placed(pattern);
  const there = placed(text);
  const found: Shape[] = [];
  for (let at = 0; at + wanted.length <= there.length; at++) {
    const shape = shapeAt(there, at, wanted);
    if (shape !== null) found.push(shape);
  }
  const fewest = Math.min(...found.map(({ renamed }) => renamed.size));
  const best = found.filter(({ renamed }) => renamed.size === fewest);
  const [shape = null] = best.length === 1 ? best : [];
  if (shape === null) return null;
  const left = namesIn(text);
  const isMeant = [...namesIn(pattern)].some((name) => !shape.renamed.has(name));
  return isMeant || [...shape.renamed.keys()].every((name) => !left.has(name)) ? shape : null;
}

/** A text with names called otherwise; what is in strings and comments stays. */
export function rename(text: string, names: ReadonlyMap<string, string>): string {
  return tokensOf(text)
    .map((token) => (isName(token) ? (names.get(token.value) ?? token.value) : token.value))
    .join('');
}

/** The names that a text has: what a rename can change. */
export function namesIn(text: string): ReadonlySet<string> {
  return new Set(
    tokensOf(text)
      .filter(isName)
      .map(({ value }) => value),
  );
}

type Placed = Token & { readonly from: number };

function shapeAt(there: readonly Placed[], at: number, wanted: readonly Placed[]): Shape | null {
  const called = new Map<string, string>();
  for (const [index, token] of wanted.entries()) {
    const other = there[at + index];
    if (other === undefined || other.type !== token.type) return null;
    if (isName(token) && isName(other)) {
      if ((called.get(token.value) ?? other.value) !== other.value) return null;
      called.set(token.value, other.value);
    } else if (other.value !== token.value) return null;
  }
  const isOneToOne = new Set(called.values()).size === called.size;
  const [first, last] = [there[at], there[at + wanted.length - 1]];
  if (!isOneToOne || first === undefined || last === undefined) return null;
  return {
    from: first.from,
    to: last.from + last.value.length,
    renamed: new Map([...called].filter(([name, other]) => name !== other)),
  };
}

/** The tokens that count, each with its place. */
function placed(text: string): readonly Placed[] {
  let from = 0;
  const all = tokensOf(text).map((token) => {
    const at = { ...token, from };
    from += token.value.length;
    return at;
  });
  return all.filter(({ type }) => !UNREAD.has(type));
}

const tokensOf = (text: string): Token[] => [...jsTokens(text)];

function isName({ type, value }: Token): boolean {
  return type === 'PrivateIdentifier' || (type === 'IdentifierName' && !RESERVED.has(value));
}

const UNREAD: ReadonlySet<Token['type']> = new Set([
  'WhiteSpace',
  'LineTerminatorSequence',
  'SingleLineComment',
  'MultiLineComment',
]);

/** Words of JavaScript and TypeScript, which nobody renames. */
const RESERVED: ReadonlySet<string> = new Set(
  `as async await break case catch class const continue default delete do else export extends false finally for from function
  if import in instanceof let new null of return satisfies static super switch this throw true try type typeof undefined var
  void while yield`.split(/\s+/),
);
