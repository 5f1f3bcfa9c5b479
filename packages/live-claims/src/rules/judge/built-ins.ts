import { bool, FAILED, FALSE, int, TRUE, text, timestamp, unknown, type Value } from './values.ts';

/** The document at a path; `missing` for none. */
export type LookUp = (path: Value, after: boolean, why: string) => Value;

/** A call of a function that the rules do not declare: the language’s own, or one that this program does not know. */
export function callBuiltIn(name: string, args: readonly Value[], why: string, get: LookUp): Value {
  const [first] = args;
  if (args.some(({ type }) => type === 'error')) return FAILED;
  if (first === undefined || (first.type === 'unknown' && name !== 'debug')) return unknown(why);
  switch (name) {
    case 'get':
    case 'getAfter':
      return get(first, name === 'getAfter', why);
    case 'exists':
    case 'existsAfter': {
      const found = get(first, name === 'existsAfter', why);
      if (found.type === 'unknown') return { ...found, can: TRUE | FALSE };
      return found.type === 'error' ? FAILED : bool(found.type !== 'missing');
    }
    case 'debug':
      return first;
    case 'path':
      return first.type === 'string' ? pathOf(first.value, why) : unknown(why);
    case 'int':
      if (first.type === 'int') return first;
      return first.type === 'float' ? int(Math.trunc(first.value)) : unknown(why);
    case 'float':
      return first.type === 'int' || first.type === 'float'
        ? { type: 'float', value: first.value }
        : unknown(why);
    case 'string':
      if (first.type === 'string') return first;
      return first.type === 'int' ? text(String(first.value)) : unknown(why);
    default:
      return unknown(why);
  }
}

/** `path('/users/' + uid)`, of names that need no escapes. */
const pathOf = (written: string, why: string): Value =>
  /^(\/[\w()@.-]+)+$/.test(written)
    ? { type: 'path', segments: written.split('/').slice(1) }
    : unknown(why);

/** Names whose methods are functions of the language. */
export const LIBRARIES = ['math', 'timestamp', 'duration', 'latlng', 'hashing'];

/** Milliseconds of the units that `duration.value` takes, but for nanoseconds. */
const UNITS = new Map([
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
]);

/** `duration.value(1, 'h')` */
export function callLibrary(
  library: string,
  name: string,
  args: readonly Value[],
  why: string,
): Value {
  if (args.some(({ type }) => type === 'error')) return FAILED;
  const [first, second] = args;
  const whole = args.flatMap((arg) => (arg.type === 'int' ? [arg.value] : []));
  const isWhole = whole.length === args.length;
  const [a = 0, b = 0, c = 0, d = 0] = whole;
  switch (`${library}.${name}`) {
    case 'timestamp.date':
      // Years before 100 are others in JavaScript.
      return isWhole && args.length === 3 && a >= 100
        ? timestamp(Date.UTC(a, b - 1, c))
        : unknown(why);
    case 'timestamp.value':
      return isWhole && args.length === 1 ? timestamp(a) : unknown(why);
    case 'duration.value': {
      const factor = second?.type === 'string' ? UNITS.get(second.value) : undefined;
      return first?.type === 'int' && factor !== undefined
        ? { type: 'duration', ms: first.value * factor }
        : unknown(why);
    }
    case 'duration.time':
      return isWhole && args.length === 4 && d === 0
        ? { type: 'duration', ms: a * 3_600_000 + b * 60_000 + c * 1000 }
        : unknown(why);
    default:
      return unknown(why);
  }
}
