import { bool, FAILED, FALSE, int, TRUE, text, timestamp, unknown, type Value } from './values.ts';

/** The document at a path; `missing` for none. */
export type LookUp = (path: Value, after: boolean, why: string) => Value;

/** A call of a function that the rules do not declare: the language’s own, or none. */
export function callBuiltIn(name: string, args: readonly Value[], why: string, get: LookUp): Value {
  const [first] = args;
  if (first === undefined || first.type === 'error') return FAILED;
  if (first.type === 'unknown' && name !== 'debug') return unknown(why);
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
      return first.type === 'string'
        ? { type: 'path', segments: first.value.split('/').filter(Boolean) }
        : unknown(why);
    case 'int':
      if (first.type === 'int') return first;
      return first.type === 'float' ? int(Math.trunc(first.value)) : unknown(why);
    case 'float':
      return first.type === 'int' || first.type === 'float'
        ? { type: 'float', value: first.value }
        : unknown(why);
    case 'string':
      return first.type === 'string'
        ? first
        : first.type === 'int'
          ? text(String(first.value))
          : unknown(why);
    default:
      // A function that is not declared is an error, and no reason to refuse the rules.
      return name === 'bool' ? unknown(why) : FAILED;
  }
}

/** Names whose methods are functions of the language. */
export const LIBRARIES = ['math', 'timestamp', 'duration', 'latlng', 'hashing'];

/** Milliseconds of the units that `duration.value` takes. */
const UNITS = new Map(
  Object.entries({
    w: 604_800_000,
    d: 86_400_000,
    h: 3_600_000,
    m: 60_000,
    s: 1000,
    ms: 1,
    ns: 1e-6,
  }),
);

/** `duration.value(1, 'h')` */
export function callLibrary(
  library: string,
  name: string,
  args: readonly Value[],
  why: string,
): Value {
  if (args.some(({ type }) => type === 'error')) return FAILED;
  const numbers = args.flatMap((arg) =>
    arg.type === 'int' || arg.type === 'float' ? [arg.value] : [],
  );
  const [first = 0, month = 1, day = 1] = numbers;
  if (library === 'timestamp' && name === 'date' && numbers.length === 3) {
    return timestamp(Date.UTC(first, month - 1, day));
  }
  if (library === 'timestamp' && name === 'value' && numbers.length === 1) return timestamp(first);
  const [, unit] = args;
  if (library === 'duration' && name === 'value' && unit?.type === 'string') {
    const factor = UNITS.get(unit.value);
    if (factor === undefined) return FAILED;
    return numbers.length === 1 ? { type: 'duration', ms: first * factor } : unknown(why);
  }
  if (library === 'duration' && name === 'time' && numbers.length === 4) {
    const [h = 0, m = 0, s = 0, ns = 0] = numbers;
    return { type: 'duration', ms: h * 3_600_000 + m * 60_000 + s * 1000 + ns / 1e6 };
  }
  return unknown(why);
}
