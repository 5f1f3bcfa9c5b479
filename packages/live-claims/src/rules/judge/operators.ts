import { hasField, retyped, sameData, wanted } from './facts.ts';
import {
  bool,
  type Choice,
  condition,
  ERROR,
  equals,
  FAILED,
  FALSE,
  int,
  type Keys,
  list,
  map,
  NULL,
  some,
  TRUE,
  text,
  timestamp,
  type Unknown,
  unknown,
  type Value,
} from './values.ts';

/** `==` */
export function compare(left: Value, right: Value, ownNames: readonly Value[], why: string): Value {
  if (left.type === 'missing' || right.type === 'missing') return unknown(why);
  if (left.type === 'document' && right.type === 'document' && left.facts === right.facts) {
    if (left.side === right.side) return bool(true);
    const same = sameData(left.facts);
    return same === null ? unknown(why, [{ close: 'changes' }], TRUE | FALSE) : bool(same);
  }
  if (left.type === 'keys' || right.type === 'keys') {
    const [open, other] = left.type === 'keys' ? [left, right] : [right as Keys, left];
    if (other.type !== 'unknown' && other.type !== 'keys' && cannotBe(open, other)) {
      return bool(false);
    }
    return unknown(
      why,
      [left, right].flatMap((side) => (side.type === 'keys' ? side.choices : [])),
    );
  }
  if (left.type !== 'unknown' && right.type !== 'unknown') {
    const same = equals(left, right);
    return same === null ? unknown(why) : bool(same);
  }
  const [open, other] = left.type === 'unknown' ? [left, right] : [right as Unknown, left];
  // An ordinary user is none of those that rules name.
  if (open.named && other.type !== 'unknown') return bool(false);
  const { field } = open;
  if (other.type === 'unknown') {
    const its = other.field;
    if (field && its && field.name === its.name && sameFallback(field.fallback, its.fallback)) {
      const absent = field.fallback ? 0 : ERROR;
      if (field.side === its.side) return condition(TRUE | absent, why, open.choices);
      // One field, before and after a write: equal where the write leaves it.
      const can = TRUE | FALSE | absent;
      const same: Choice = { close: 'changes' };
      const differs = { before: { [field.name]: text('a') }, change: { [field.name]: text('b') } };
      return unknown(why, [same, differs, ...open.choices, ...other.choices], can);
    }
    // Their own address, whatever it is: what is written can be the same.
    if (open.named && other.named) return open.why === other.why ? bool(true) : unknown(why);
    const [written, named] = open.named ? [other, open] : [open, other];
    const same = named.named && written.field ? retyped(written, named) : [];
    return unknown(why, [...same, ...open.choices, ...other.choices]);
  }
  if (field === undefined) return unknown(why, open.choices);
  return unknown(why, [...wanted(open, other, ownNames), ...open.choices]);
}

/** Whether names that are known in part are other ones than these. */
function cannotBe({ as, has, lacks }: Keys, other: Value): boolean {
  if (other.type !== as || (other.type !== 'list' && other.type !== 'set')) return true;
  const names = other.items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
  if (names.length < other.items.length) return false;
  return [...has].some((name) => !names.includes(name)) || names.some((name) => lacks.has(name));
}

function sameFallback(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return equals(a, b) === true;
}

/** `in` */
export function contains(
  item: Value,
  whole: Value,
  ownNames: readonly Value[],
  why: string,
): Value {
  if (whole.type === 'unknown') return unknown(why, whole.choices);
  if (whole.type === 'document') {
    if (item.type !== 'string') return item.type === 'unknown' ? unknown(why) : bool(false);
    const has = hasField(whole.facts, whole.side, item.value, why);
    return typeof has === 'boolean' ? bool(has) : has;
  }
  if (whole.type === 'map') {
    if (item.type === 'unknown') return unknown(why, [], TRUE | FALSE);
    return bool(item.type === 'string' && whole.fields.has(item.value));
  }
  if (whole.type === 'keys') {
    if (item.type !== 'string') return item.type === 'unknown' ? unknown(why) : bool(false);
    if (whole.has.has(item.value)) return bool(true);
    if (whole.lacks.has(item.value)) return bool(false);
    return unknown(why, [{ before: { [item.value]: text('a') } }, ...whole.choices], TRUE | FALSE);
  }
  if (whole.type !== 'list' && whole.type !== 'set') return FAILED;
  if (item.type === 'unknown') {
    if (whole.items.length === 0) return bool(false);
    if (item.named && whole.items.every(({ type }) => type !== 'unknown')) return bool(false);
    return unknown(why, [
      ...whole.items.flatMap((one) => wanted(item, one, ownNames)),
      ...item.choices,
    ]);
  }
  const found = some(whole.items.map((one) => equals(one, item)));
  return found === null ? unknown(why, [], TRUE | FALSE) : bool(found);
}

/** `<`, `<=`, `>` and `>=` */
export function order(
  left: Value,
  right: Value,
  operator: string,
  ownNames: readonly Value[],
  why: string,
): Value {
  const [open, other] =
    left.type === 'unknown'
      ? [left, right]
      : right.type === 'unknown'
        ? [right, left]
        : [null, null];
  if (open !== null) {
    const value = other.type === 'unknown' ? null : sampleLike(other);
    const more = value === null ? [] : retyped(open, value);
    return unknown(why, [...wanted(open, other, ownNames), ...more, ...open.choices]);
  }
  const [a, b] = [quantity(left), quantity(right)];
  if (a === null || b === null || typeof a !== typeof b || kindOf(left) !== kindOf(right)) {
    return FAILED;
  }
  switch (operator) {
    case '<':
      return bool(a < b);
    case '<=':
      return bool(a <= b);
    case '>':
      return bool(a > b);
    default:
      return bool(a >= b);
  }
}

const kindOf = ({ type }: Value) => (type === 'float' ? 'int' : type);

function quantity(value: Value): number | string | null {
  if (value.type === 'int' || value.type === 'float' || value.type === 'string') return value.value;
  return value.type === 'timestamp' || value.type === 'duration' ? value.ms : null;
}

/** A value beside this one, and of its type. */
function sampleLike(value: Value): Value {
  if (value.type === 'int' || value.type === 'float') return { ...value, value: value.value + 1 };
  return value.type === 'timestamp' ? timestamp(value.ms - 60_000) : value;
}

/** A value of each type. */
const SAMPLES = new Map<string, Value>(
  Object.entries<Value>({
    string: text('a'),
    int: int(1),
    number: int(1),
    float: { type: 'float', value: 1.5 },
    bool: bool(true),
    timestamp: timestamp(0),
    list: list([]),
    map: map({}),
    null: NULL,
  }),
);

/** `is` */
export function isType(value: Value, type: string, why: string): Value {
  if (value.type === 'error') return FAILED;
  if (value.type === 'unknown') {
    const sample = SAMPLES.get(type);
    return unknown(why, [...(sample ? retyped(value, sample) : []), ...value.choices]);
  }
  if (value.type === 'set' || type === 'set' || value.type === 'missing') return unknown(why);
  const actual =
    value.type === 'document'
      ? 'map'
      : value.type === 'diff'
        ? 'map_diff'
        : value.type === 'keys'
          ? value.as
          : value.type;
  if (type === 'number') return bool(actual === 'int' || actual === 'float');
  return bool(actual === type);
}

/** `+`, `-`, `*`, `/` and `%` */
export function calculate(left: Value, right: Value, operator: string, why: string): Value {
  if (left.type === 'unknown' || right.type === 'unknown') {
    return unknown(
      why,
      [left, right].flatMap((side) => (side.type === 'unknown' ? side.choices : [])),
    );
  }
  if (left.type === 'string' && right.type === 'string') {
    return operator === '+' ? text(left.value + right.value) : FAILED;
  }
  const times = [left, right].filter(({ type }) => type === 'timestamp' || type === 'duration');
  if (times.length === 2) return calculateTime(left, right, operator);
  const isNumber = (value: Value) => value.type === 'int' || value.type === 'float';
  if (!isNumber(left) || !isNumber(right)) {
    return left.type === 'list' || left.type === 'path' ? unknown(why) : FAILED;
  }
  const [a, b] = [quantity(left) as number, quantity(right) as number];
  const whole = left.type === 'int' && right.type === 'int';
  if (whole && b === 0 && (operator === '/' || operator === '%')) return FAILED;
  const results: Readonly<Record<string, number>> = {
    '+': a + b,
    '-': a - b,
    '*': a * b,
    '/': whole ? Math.trunc(a / b) : a / b,
    '%': a % b,
  };
  return { type: whole ? 'int' : 'float', value: results[operator] as number };
}

function calculateTime(left: Value, right: Value, operator: string): Value {
  const [a, b] = [quantity(left) as number, quantity(right) as number];
  if (operator !== '+' && operator !== '-') return FAILED;
  const ms = operator === '+' ? a + b : a - b;
  if (left.type === 'timestamp' && right.type === 'timestamp') {
    return operator === '-' ? { type: 'duration', ms } : FAILED;
  }
  if (left.type === 'duration' && right.type === 'timestamp' && operator === '-') return FAILED;
  return left.type === 'duration' && right.type === 'duration'
    ? { type: 'duration', ms }
    : timestamp(ms);
}
