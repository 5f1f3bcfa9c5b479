import { equals, every, has, hasKnownNames, set, some } from './equality.ts';
import { changedKeys, getMember, keysOf, retyped } from './facts.ts';
import { answer } from './logic.ts';
import { againstNames, choicesOf, countNames, ofNames, textsOf } from './name-methods.ts';
import { ofText } from './text-methods.ts';
import { count, FAILED, int, list, text, type Unknown, unknown, type Value } from './values.ts';

/** Methods that a text has, and those of lists and sets. */
const OF_TEXT = ['matches', 'split', 'lower', 'upper', 'trim', 'replace', 'toUtf8', 'size'];
const OF_ITEMS = ['hasAny', 'hasAll', 'hasOnly'];
/** What only two sets have together, and only two lists; of a list no sets are asked about. */
const OF_SETS = ['union', 'difference', 'intersection'];
const OF_LISTS = ['concat', 'removeAll'];

/** `target.name(…)`; what this program does not know is unknown, never an error. */
export function callMethod(
  target: Value,
  name: string,
  args: readonly Value[],
  why: string,
): Value {
  if (target.type === 'error' || args.some(({ type }) => type === 'error')) return FAILED;
  switch (target.type) {
    case 'null':
    case 'missing':
    case 'bool':
    case 'int':
    case 'float':
      // These have no methods.
      return FAILED;
    case 'unknown':
      return ofUnknown(target, name, why);
    case 'document':
    case 'map':
      return ofMap(target, name, args, why);
    case 'diff':
      return changedKeys(target.facts, name) ?? unknown(why);
    case 'keys':
      return ofNames(target, name, args, why);
    case 'list':
    case 'set':
      return ofItems(target, name, args, why);
    case 'string':
      return ofText(target.value, name, args, why);
    case 'timestamp':
      return name === 'toMillis' ? int(target.ms) : unknown(why);
    default:
      return unknown(why);
  }
}

/** Of a value that is not known: it may be decided to be one that has the method. */
function ofUnknown(target: Unknown, name: string, why: string): Value {
  if (target.named && (name === 'lower' || name === 'upper' || name === 'trim')) {
    // Whatever the name is, in small letters it is none of those that rules name either.
    return { ...unknown(`${target.why}.${name}()`, target.choices), named: true };
  }
  const sample = OF_TEXT.includes(name) ? text('a') : OF_ITEMS.includes(name) ? list([]) : null;
  return unknown(why, [...(sample ? retyped(target, sample) : []), ...target.choices]);
}

function ofMap(
  target: Extract<Value, { type: 'document' | 'map' }>,
  name: string,
  args: readonly Value[],
  why: string,
): Value {
  const [first, second] = args;
  if (name === 'get') {
    // Two, always: the second is the default.
    if (first === undefined || second === undefined) return FAILED;
    return getMember(target, first, second, why);
  }
  if (target.type === 'map') {
    const { fields } = target;
    if (!hasKnownNames(target)) return unknown(why);
    if (name === 'keys') return list([...fields.keys()].sort().map(text));
    if (name === 'values' && fields.size < 2) return list([...fields.values()]);
    return name === 'size' ? int(fields.size) : unknown(why);
  }
  const { facts, side } = target;
  if (name === 'keys') return keysOf(facts, side);
  if (name === 'size') {
    const keys = keysOf(facts, side);
    return keys.type === 'keys' ? countNames(keys, why) : callMethod(keys, 'size', [], why);
  }
  if (name === 'diff' && first?.type === 'document' && first.facts === facts) {
    return side === 'after' && first.side === 'before' ? { type: 'diff', facts } : unknown(why);
  }
  return unknown(why);
}

type Items = Extract<Value, { type: 'list' | 'set' }>;

function ofItems(target: Items, name: string, args: readonly Value[], why: string): Value {
  const { items, type } = target;
  const [first] = args;
  if (first === undefined) {
    if (name === 'size') return sizeOfItems(target, why);
    return name === 'toSet' && type === 'list' ? set(items) : unknown(why);
  }
  if (first.type === 'keys') return againstNames(items, name, first, why);
  if (name === 'join' && type === 'list') {
    const texts = textsOf(target);
    return first.type === 'string' && texts !== null ? text(texts.join(first.value)) : unknown(why);
  }
  if (first.type !== 'list' && first.type !== 'set') return unknown(why, choicesOf(first));
  const isTaken =
    type === 'list'
      ? first.type === 'list' && !OF_SETS.includes(name)
      : !OF_LISTS.includes(name) && (first.type === 'set' || !OF_SETS.includes(name));
  if (!isTaken) return FAILED;
  const held = items.map((item) => has(first, item));
  switch (name) {
    case 'hasAny':
      return answer(some(held), why);
    case 'hasAll':
      return answer(every(first.items.map((item) => has(target, item))), why);
    case 'hasOnly':
      return answer(every(held), why);
    case 'concat':
      return list([...items, ...first.items]);
    case 'removeAll':
    case 'difference':
    case 'intersection': {
      if (held.includes(null)) return unknown(why);
      const rest = items.filter((_, at) => held[at] === (name === 'intersection'));
      return type === 'list' ? list(rest) : set(rest);
    }
    case 'union':
      return set([...items, ...first.items]);
    default:
      return unknown(why);
  }
}

/** How many there are; in a set, those that are not known may be equal. */
function sizeOfItems({ type, items }: Items, why: string): Value {
  const isVague =
    type === 'set' &&
    items.some((item, at) => items.slice(at + 1).some((other) => equals(item, other) === null));
  return count(isVague ? 1 : items.length, items.length, why, []);
}

/** `text[0:2]`, `list[1:3]` */
export function readRange(target: Value, from: Value | null, to: Value | null, why: string): Value {
  if ([target, from, to].some((each) => each?.type === 'error')) return FAILED;
  if (target.type !== 'string' && target.type !== 'list') return unknown(why, choicesOf(target));
  if (target.type === 'string' && /[\uD800-\uFFFF]/.test(target.value)) return unknown(why);
  const whole = target.type === 'string' ? target.value : target.items;
  const [start, end] = [
    from === null ? 0 : indexOf(from),
    to === null ? whole.length : indexOf(to),
  ];
  if (start === null || end === null) return unknown(why);
  if (start < 0 || end > whole.length || end < start) return FAILED;
  return target.type === 'string'
    ? text(target.value.slice(start, end))
    : list(target.items.slice(start, end));
}

const indexOf = (value: Value): number | null => (value.type === 'int' ? value.value : null);
