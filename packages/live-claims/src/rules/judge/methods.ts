import { changedKeys, getMember, keysOf, retyped } from './facts.ts';
import {
  bool,
  type Choice,
  equals,
  every,
  FAILED,
  FALSE,
  int,
  type Keys,
  list,
  set,
  some,
  TRUE,
  text,
  unknown,
  type Value,
} from './values.ts';

/** Methods that a text has, and no other value. */
const OF_TEXT = ['matches', 'split', 'lower', 'upper', 'trim', 'replace', 'toUtf8'];
const OF_NAMES = ['hasAny', 'hasAll', 'hasOnly'];
const OF_DIFF = ['addedKeys', 'removedKeys', 'changedKeys', 'affectedKeys', 'unchangedKeys'];

/** `target.name(…)`; what this program does not know is unknown, never an error. */
export function callMethod(
  target: Value,
  name: string,
  args: readonly Value[],
  why: string,
): Value {
  if (target.type === 'error' || args.some(({ type }) => type === 'error')) return FAILED;
  const [first, second] = args;
  switch (target.type) {
    case 'unknown': {
      const sample =
        OF_TEXT.includes(name) || name === 'size'
          ? text('a')
          : name === 'toMillis'
            ? null
            : OF_NAMES.includes(name)
              ? list([])
              : null;
      return unknown(why, [...(sample ? retyped(target, sample) : []), ...target.choices]);
    }
    case 'document':
    case 'map':
      return ofMap(target, name, first, second, why);
    case 'diff':
      return OF_DIFF.includes(name) && first === undefined
        ? changedKeys(target.facts, name)
        : FAILED;
    case 'keys':
      return ofKeys(target, name, first, why);
    case 'list':
    case 'set':
      return ofItems(target, name, first, why);
    case 'string':
      return ofText(target.value, name, args, why);
    case 'timestamp':
      return name === 'toMillis' ? int(target.ms) : unknown(why);
    case 'duration':
    case 'path':
      return unknown(why);
    default:
      return FAILED;
  }
}

function ofMap(
  target: Extract<Value, { type: 'document' | 'map' }>,
  name: string,
  first: Value | undefined,
  second: Value | undefined,
  why: string,
): Value {
  if (name === 'get') {
    return first === undefined || second === undefined
      ? FAILED
      : getMember(target, first, second, why);
  }
  if (target.type === 'map') {
    const { fields } = target;
    if (name === 'keys') return list([...fields.keys()].sort().map(text));
    if (name === 'values') return list([...fields.values()]);
    if (name === 'size') return int(fields.size);
    return unknown(why);
  }
  const { facts, side } = target;
  if (name === 'keys') return keysOf(facts, side);
  if (name === 'size') {
    const keys = keysOf(facts, side);
    return keys.type === 'list' ? int(keys.items.length) : unknown(why, choicesOf(keys));
  }
  if (name === 'diff' && first?.type === 'document' && first.facts === facts) {
    return side === 'after' && first.side === 'before' ? { type: 'diff', facts } : unknown(why);
  }
  return unknown(why);
}

const choicesOf = (value: Value): readonly Choice[] =>
  value.type === 'keys' || value.type === 'unknown' ? value.choices : [];

/** The texts of a list or set of texts; null where it is none. */
function names(value: Value | undefined): readonly string[] | null {
  if (value?.type !== 'list' && value?.type !== 'set') return null;
  const found = value.items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
  return found.length === value.items.length ? found : null;
}

function ofKeys(target: Keys, name: string, first: Value | undefined, why: string): Value {
  const { has, lacks, as, choices } = target;
  if (name === 'toSet' && as === 'list') return { ...target, as: 'set' };
  if (name === 'size') return unknown(why, choices);
  const wanted = names(first);
  if (wanted === null || (as === 'list') !== (first?.type === 'list')) {
    // A list and a set do not go together, which Firestore says by an error; this says less.
    if (wanted === null || as === 'list') return unknown(why, choices);
  }
  const missing = wanted.filter((one) => !has.has(one));
  const present: Choice = { before: Object.fromEntries(missing.map((one) => [one, text('a')])) };
  switch (name) {
    case 'hasOnly': {
      if ([...has].some((one) => !wanted.includes(one))) return bool(false);
      const full: Choice[] = missing.map((one) => ({ before: { [one]: text('a') } }));
      return unknown(why, [...choices, ...full], TRUE | FALSE);
    }
    case 'hasAll':
      if (missing.length === 0) return bool(true);
      if (missing.some((one) => lacks.has(one))) return bool(false);
      return unknown(
        why,
        [present, { change: present.before as Readonly<Record<string, Value>> }, ...choices],
        TRUE | FALSE,
      );
    case 'hasAny':
      if (wanted.some((one) => has.has(one))) return bool(true);
      if (wanted.every((one) => lacks.has(one))) return bool(false);
      return unknown(why, [...choices, present], TRUE | FALSE);
    case 'removeAll':
    case 'difference':
      return {
        ...target,
        has: new Set([...has].filter((one) => !wanted.includes(one))),
        lacks: new Set([...lacks, ...wanted]),
      };
    case 'intersection':
      if (missing.every((one) => lacks.has(one))) {
        return set(wanted.filter((one) => has.has(one)).map(text));
      }
      return unknown(why, choices);
    case 'union':
      return {
        ...target,
        has: new Set([...has, ...wanted]),
        lacks: new Set([...lacks].filter((one) => !wanted.includes(one))),
      };
    default:
      return unknown(why, choices);
  }
}

function ofItems(
  target: Extract<Value, { type: 'list' | 'set' }>,
  name: string,
  first: Value | undefined,
  why: string,
): Value {
  const { items, type } = target;
  if (name === 'size' && first === undefined) return int(items.length);
  if (name === 'toSet' && type === 'list') return set(items);
  if (first?.type === 'unknown' || first?.type === 'keys') return unknown(why, choicesOf(first));
  if (name === 'join' && first?.type === 'string') {
    const texts = names(target);
    return texts === null ? unknown(why) : text(texts.join(first.value));
  }
  if (first?.type !== 'list' && first?.type !== 'set') return FAILED;
  const others = first.items;
  // Of a list only lists are asked about.
  if (type === 'list' && first.type !== 'list') return FAILED;
  const holds = (all: readonly Value[], one: Value) => some(all.map((each) => equals(each, one)));
  const answer = (result: boolean | null) =>
    result === null ? unknown(why, [], TRUE | FALSE) : bool(result);
  switch (name) {
    case 'hasAny':
      return answer(some(items.map((item) => holds(others, item))));
    case 'hasAll':
      return answer(every(others.map((other) => holds(items, other))));
    case 'hasOnly':
      return answer(every(items.map((item) => holds(others, item))));
    case 'concat':
      return type === 'list' ? list([...items, ...others]) : FAILED;
    case 'removeAll':
    case 'difference':
    case 'intersection': {
      if ((name === 'removeAll') !== (type === 'list')) return FAILED;
      const kept = items.map((item) => holds(others, item));
      if (kept.includes(null)) return unknown(why);
      const rest = items.filter((_, at) => kept[at] === (name === 'intersection'));
      return type === 'list' ? list(rest) : set(rest);
    }
    case 'union':
      return type === 'set' ? set([...items, ...others]) : FAILED;
    default:
      return FAILED;
  }
}

function ofText(value: string, name: string, args: readonly Value[], why: string): Value {
  const [first, second] = args;
  switch (name) {
    case 'size':
      return int([...value].length);
    case 'lower':
      return text(value.toLowerCase());
    case 'upper':
      return text(value.toUpperCase());
    case 'trim':
      return text(value.trim());
    case 'matches':
      return first?.type === 'string' ? matches(value, first.value, why) : unknown(why);
    case 'split':
      return first?.type === 'string' && /^[\w,; ]$/.test(first.value)
        ? list(value.split(first.value).map(text))
        : unknown(why);
    case 'replace':
      return first?.type === 'string' && second?.type === 'string' && /^\w+$/.test(first.value)
        ? text(value.replaceAll(first.value, () => second.value))
        : unknown(why);
    default:
      return unknown(why);
  }
}

/** Rules have RE2's patterns: of JavaScript's, those that mean the same are tried. */
function matches(value: string, pattern: string, why: string): Value {
  if (/\\[^dwsDWS.\-+*?()[\]{}|^$/\\]|\(\?/.test(pattern)) return unknown(why);
  try {
    return bool(new RegExp(`^(?:${pattern})$`, 'su').test(value));
  } catch {
    return unknown(why);
  }
}

/** `text[0:2]`, `list[1:3]` */
export function readRange(target: Value, from: Value | null, to: Value | null, why: string): Value {
  if (target.type === 'unknown' || from?.type === 'unknown' || to?.type === 'unknown')
    return unknown(why, choicesOf(target));
  if (target.type !== 'string' && target.type !== 'list') return FAILED;
  const all: readonly unknown[] = target.type === 'string' ? [...target.value] : target.items;
  const start = from === null ? 0 : from.type === 'int' ? from.value : -1;
  const end = to === null ? all.length : to.type === 'int' ? to.value : -1;
  if (start < 0 || end > all.length || end < start) return FAILED;
  return target.type === 'string'
    ? text([...target.value].slice(start, end).join(''))
    : list(target.items.slice(start, end));
}
