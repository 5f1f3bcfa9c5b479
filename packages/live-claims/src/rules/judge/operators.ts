import { equals, has, mayBeAbsent } from './equality.ts';
import { hasField, retyped, sameData, wanted } from './facts.ts';
import { answer, condition } from './logic.ts';
import {
  bool,
  type Choice,
  ERROR,
  FAILED,
  FALSE,
  type FieldRead,
  int,
  type Keys,
  list,
  map,
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
    return answer(same, why, [{ close: 'changes' }]);
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
    return answer(equals(left, right, true), why);
  }
  const [open, other] = left.type === 'unknown' ? [left, right] : [right as Unknown, left];
  // An ordinary user is none of those that rules name.
  if (open.named && other.type !== 'unknown') return bool(false);
  if (open.between !== undefined && isOutside(open.between, other)) return bool(false);
  const { field } = open;
  if (other.type === 'unknown') {
    const its = other.field;
    if (field && its && isSameField(field, its)) {
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

/** Whether a number is none of those between these. */
const isOutside = ([least, most]: readonly [number, number], other: Value): boolean =>
  (other.type === 'int' || other.type === 'float') && (other.value < least || other.value > most);

/** Whether names that are known in part are other ones than these. */
function cannotBe({ as, has, lacks, within }: Keys, other: Value): boolean {
  if (other.type !== 'list' && other.type !== 'set') return hasValue(other);
  if (other.type !== as) return true;
  const names = other.items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
  if (names.length < other.items.length) return false;
  const isOut = (name: string) => lacks.has(name) || (within !== undefined && !within.has(name));
  return [...has].some((name) => !names.includes(name)) || names.some(isOut);
}

/** Whether a value is known as far as its type. */
const hasValue = ({ type }: Value) => type !== 'missing' && type !== 'unknown';

/** Whether both are one field of one document, before or after a write. */
const isSameField = (a: FieldRead, b: FieldRead): boolean =>
  a.facts !== null &&
  a.facts === b.facts &&
  a.name === b.name &&
  (a.fallback === undefined || b.fallback === undefined
    ? a.fallback === b.fallback
    : equals(a.fallback, b.fallback, true) === true);

/** `in` */
export function contains(
  item: Value,
  whole: Value,
  ownNames: readonly Value[],
  why: string,
): Value {
  switch (whole.type) {
    case 'unknown':
      return unknown(why, whole.choices);
    case 'document':
    case 'map':
    case 'keys':
      if (item.type === 'string') return containsName(item.value, whole, why);
      // A map has no other names: that is an error, or at least false.
      return hasValue(item) ? unknown(why, [], FALSE | ERROR) : unknown(why);
    case 'list':
    case 'set':
      return containsItem(item, whole, ownNames, why);
    case 'missing':
      return unknown(why);
    default:
      return FAILED;
  }
}

/** Whether a map, or what is known of one, has a name. */
function containsName(
  name: string,
  whole: Extract<Value, { type: 'document' | 'map' | 'keys' }>,
  why: string,
): Value {
  if (whole.type === 'document') {
    const found = hasField(whole.facts, whole.side, name, why);
    return typeof found === 'boolean' ? bool(found) : found;
  }
  if (whole.type === 'map') {
    const value = whole.fields.get(name);
    if (value === undefined) return answer(whole.isOpen ? null : false, why);
    return answer(mayBeAbsent(value) ? null : true, why);
  }
  if (whole.has.has(name)) return bool(true);
  if (whole.lacks.has(name) || whole.within?.has(name) === false) return bool(false);
  return unknown(why, [{ before: { [name]: text('a') } }, ...whole.choices], TRUE | FALSE);
}

function containsItem(
  item: Value,
  whole: Extract<Value, { type: 'list' | 'set' }>,
  ownNames: readonly Value[],
  why: string,
): Value {
  if (item.type !== 'unknown') return answer(has(whole, item), why);
  if (whole.items.length === 0) return bool(false);
  if (item.named && whole.items.every(({ type }) => type !== 'unknown')) return bool(false);
  const choices = whole.items.flatMap((one) => wanted(item, one, ownNames));
  return unknown(why, [...choices, ...item.choices]);
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
    const decided = orderBetween(open, other, open === left, operator);
    if (decided !== null) return bool(decided);
    const value = other.type === 'unknown' ? null : sampleLike(other);
    const more = value === null ? [] : retyped(open, value);
    return unknown(why, [...wanted(open, other, ownNames), ...more, ...open.choices]);
  }
  const [a, b] = [quantity(left), quantity(right)];
  if (a === null || b === null) {
    return [left, right].some(({ type }) => type === 'missing') ? unknown(why) : FAILED;
  }
  if (typeof a !== typeof b || kindOf(left) !== kindOf(right)) return FAILED;
  // Beyond the 16-bit characters, orders of texts differ.
  if ([a, b].some((each) => typeof each === 'string' && /[\uD800-\uFFFF]/.test(each)))
    return unknown(why);
  return bool(isOrdered(a, operator, b));
}

function isOrdered(a: number | string, operator: string, b: number | string): boolean {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}

const kindOf = ({ type }: Value) => (type === 'float' ? 'int' : type);

/** What is ordered and calculated with; null for what is neither. */
function quantity(value: Value): number | string | null {
  if (value.type === 'int' || value.type === 'float' || value.type === 'string') return value.value;
  return value.type === 'timestamp' || value.type === 'duration' ? value.ms : null;
}

/** What an order says of a number of which the least and the most is known; null where it says both. */
function orderBetween(
  { between }: Unknown,
  other: Value,
  isLeft: boolean,
  operator: string,
): boolean | null {
  if (between === undefined || (other.type !== 'int' && other.type !== 'float')) return null;
  const [least, most] = between.map((bound) =>
    isLeft ? isOrdered(bound, operator, other.value) : isOrdered(other.value, operator, bound),
  );
  return least === most ? (least ?? null) : null;
}

/** A value beside this one, and of its type. */
function sampleLike(value: Value): Value {
  if (value.type === 'int' || value.type === 'float') return { ...value, value: value.value + 1 };
  return value.type === 'timestamp' ? timestamp(value.ms - 60_000) : value;
}

/** The types that `is` knows, and a value of each that a document may well have. */
const TYPES = new Map<string, Value | null>([
  ['string', text('a')],
  ['int', int(1)],
  ['number', int(1)],
  ['float', { type: 'float', value: 1.5 }],
  ['bool', bool(true)],
  ['timestamp', timestamp(0)],
  ['list', list([])],
  ['map', map({})],
  ['duration', null],
  ['path', null],
  ['map_diff', null],
]);

/** `is`; of the types that this program has no values of, no more is known. */
export function isType(value: Value, type: string, why: string): Value {
  if (value.type === 'error') return FAILED;
  const sample = TYPES.get(type);
  if (value.type === 'unknown') {
    return unknown(why, [...(sample ? retyped(value, sample) : []), ...value.choices]);
  }
  if (value.type === 'missing' || sample === undefined) return unknown(why);
  const actual = typeOf(value);
  if (type === 'number') return bool(actual === 'int' || actual === 'float');
  return bool(actual === type);
}

/** The type of a value, as the language calls it. */
function typeOf(value: Value): string {
  switch (value.type) {
    case 'document':
      return 'map';
    case 'diff':
      return 'map_diff';
    case 'keys':
      return value.as;
    default:
      return value.type;
  }
}

/** `+`, `-`, `*`, `/` and `%` */
export function calculate(left: Value, right: Value, operator: string, why: string): Value {
  const open = [left, right].filter((side): side is Unknown => side.type === 'unknown');
  if (open.length > 0)
    return unknown(
      why,
      open.flatMap(({ choices }) => choices),
    );
  if (left.type === 'string' && right.type === 'string') {
    return operator === '+' ? text(left.value + right.value) : FAILED;
  }
  const isTime = ({ type }: Value) => type === 'timestamp' || type === 'duration';
  if (isTime(left) && isTime(right)) return calculateTime(left, right, operator);
  const isNumber = ({ type }: Value) => type === 'int' || type === 'float';
  if (isNumber(left) && isNumber(right)) return calculateNumber(left, right, operator);
  // Of these the language adds none, and no two of different types.
  const isPlain = (side: Value) => isNumber(side) || ['string', 'bool', 'null'].includes(side.type);
  return isPlain(left) && isPlain(right) ? FAILED : unknown(why);
}

function calculateNumber(left: Value, right: Value, operator: string): Value {
  const [a, b] = [quantity(left) as number, quantity(right) as number];
  const isWhole = left.type === 'int' && right.type === 'int';
  const value = (() => {
    switch (operator) {
      case '+':
        return a + b;
      case '-':
        return a - b;
      case '*':
        return a * b;
      case '/':
        return isWhole ? Math.trunc(a / b) : a / b;
      default:
        return a % b;
    }
  })();
  if (!isWhole) return { type: 'float', value };
  return b === 0 && (operator === '/' || operator === '%') ? FAILED : int(value);
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
