import { answer } from './logic.ts';
import { int, list, text, unknown, type Value } from './values.ts';

/** Text that every implementation counts, changes and compares alike. */
const isAscii = (value: string) => /^[\x20-\x7E]*$/.test(value);

/** `'text'.name(…)`; what differs between JavaScript and the language is unknown. */
export function ofText(value: string, name: string, args: readonly Value[], why: string): Value {
  if (!isAscii(value)) return unknown(why);
  const texts = args.flatMap((arg) =>
    arg.type === 'string' && isAscii(arg.value) ? [arg.value] : [],
  );
  if (texts.length < args.length) return unknown(why);
  const [first, second] = texts;
  switch (name) {
    case 'size':
      return int(value.length);
    case 'lower':
      return text(value.toLowerCase());
    case 'upper':
      return text(value.toUpperCase());
    case 'trim':
      return text(value.trim());
    case 'matches':
      return first === undefined ? unknown(why) : answer(matches(value, first), why);
    case 'split':
      // An empty text at the end is left out there.
      return first !== undefined && /^[\w,;:@/ -]$/.test(first) && !value.endsWith(first)
        ? list(value.split(first).map(text))
        : unknown(why);
    case 'replace':
      return first !== undefined &&
        second !== undefined &&
        /^\w+$/.test(first) &&
        /^[\w .,:;@/-]*$/.test(second)
        ? replaced(value, first, second, why)
        : unknown(why);
    default:
      return unknown(why);
  }
}

/** With a bound on what may become of a long text. */
const replaced = (value: string, part: string, by: string, why: string): Value =>
  value.length * (by.length + 1) > 100_000 ? unknown(why) : text(value.replaceAll(part, () => by));

/** `*`, `+`, `?` and `{2,5}`, which may make JavaScript try many ways. */
const REPEAT = /[*+?]|\{\d+(?:,\d*)?\}/g;

/** Ways to match that may be tried: RE2 needs no such limit, JavaScript tries all. */
const MAX_TRIES = 2000;

/**
 * Whether all of a text is as a pattern of RE2, which the language has (syntax: github.com/google/re2/wiki/Syntax).
 * Null where JavaScript’s patterns mean something else, or may take long: where a group is repeated, or too much is.
 *
 * @param value of printable ASCII characters.
 */
export function matches(value: string, pattern: string): boolean | null {
  const bare = pattern
    .replace(/\\[dwsDWS.\-+*?()[\]{}|^$/\\]/g, 'a')
    .replace(/\[(?:[^\\[\]&])+\]/g, 'a');
  const meansTheSame = !/\\|[[\]]|\(\?/.test(bare);
  const repeats = bare.match(REPEAT)?.length ?? 0;
  const isQuick = !/\)(?:[*+?]|\{)/.test(bare) && value.length ** repeats <= MAX_TRIES;
  if (!meansTheSame || !isQuick) return null;
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch {
    return null;
  }
}
