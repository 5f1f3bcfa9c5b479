import type { Expression, FunctionNode } from '../syntax-tree.ts';
import { hasField, readField, retyped, sameData, wanted } from './facts.ts';
import { callMethod, readRange } from './methods.ts';
import {
  bool,
  type Choice,
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

/** What names mean where an expression stands. */
export interface Scope {
  readonly functions: ReadonlyMap<string, FunctionNode>;
  /** Evaluated when they are first used, as the language does: an error in an unused one is none. */
  readonly variables: ReadonlyMap<string, () => Value>;
  readonly outer: Scope | null;
}

/** What an expression is evaluated in. */
export interface World {
  readonly source: string;
  /** The document at a path; `missing` for none. */
  readonly get: (path: Value, after: boolean, why: string) => Value;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** Of the signed-in user, which a document of theirs may well have. */
  readonly ownNames: readonly Value[];
  /** Steps that may still be taken: rules with deep calls come to an end. */
  budget: number;
  readonly forks: Forks;
}

/**
 * Which side of `a ? b : c` is taken where `a` is not known and the sides are values: in the order in which such come.
 * `evaluateCondition` goes through all of them.
 */
export interface Forks {
  readonly taken: boolean[];
  next: number;
  /** The conditions that are not known. */
  readonly tests: Unknown[];
}

/** Ways through a condition that are tried; with more it may come to anything. */
const MAX_WAYS = 32;

/** What a condition comes to, whichever sides are taken. */
export function evaluateCondition(
  node: Expression,
  scope: Scope,
  world: Omit<World, 'forks'>,
): Value {
  const taken: boolean[] = [];
  const tests: Unknown[] = [];
  const values: Value[] = [];
  for (let ways = 0; ways < MAX_WAYS; ways += 1) {
    values.push(evaluate(node, scope, { ...world, forks: { taken, next: 0, tests } }));
    while (taken.at(-1) === false) taken.pop();
    if (taken.length === 0) break;
    taken[taken.length - 1] = false;
  }
  const [only] = values;
  if (only !== undefined && tests.length === 0) return only;
  const open = values.filter((value): value is Unknown => value.type === 'unknown');
  const can = [...values.map(outcomes), ...tests.map((test) => test.can & ERROR)];
  const [first] = [...open.filter((value) => value.can & TRUE), ...tests];
  return condition(
    taken.length > 0 ? TRUE | FALSE | ERROR : can.reduce((all, each) => all | each, 0),
    first?.why ?? '',
    [...tests, ...open].flatMap(({ choices }) => choices),
  );
}

/** Calls within calls that Firestore takes. Source: "Security rules limits", Cloud Firestore docs. */
const MAX_CALLS = 20;

/** What an expression comes to. Never throws: what cannot be evaluated is unknown, with what it depends on. */
function evaluate(node: Expression, scope: Scope, world: World, calls = 0): Value {
  world.budget -= 1;
  if (world.budget < 0) return unknown('conditions too long to follow');
  const at = (inner: Expression) => evaluate(inner, scope, world, calls);
  const why = () => said(node, world);
  switch (node.kind) {
    case 'null':
      return NULL;
    case 'bool':
      return bool(node.value);
    case 'int':
    case 'float':
      return { type: node.kind, value: node.value };
    case 'string':
      return text(node.value);
    case 'bytes':
      return unknown(why());
    case 'variable':
      return variable(node.name, scope) ?? FAILED;
    case 'list': {
      const items = node.items.map(at);
      return items.some(({ type }) => type === 'error') ? FAILED : list(items);
    }
    case 'map': {
      const entries = node.entries.map(([key, value]) => [at(key), at(value)] as const);
      const fields = entries.flatMap(([key, value]) =>
        key.type === 'string' && value.type !== 'error' ? [[key.value, value] as const] : [],
      );
      return fields.length === entries.length ? map(Object.fromEntries(fields)) : FAILED;
    }
    case 'path':
      return path(node.segments, at, why);
    case 'call':
      return call(node, scope, world, calls);
    case 'method': {
      const library = libraryOf(node.target, scope);
      const args = node.args.map(at);
      if (library !== null) return callLibrary(library, node.name, args, why());
      return callMethod(at(node.target), node.name, args, why());
    }
    case 'member':
      return member(at(node.target), node.name, why());
    case 'index':
      return index(at(node.target), at(node.index), why());
    case 'range':
      return readRange(at(node.target), node.from && at(node.from), node.to && at(node.to), why());
    case 'not':
      return negate(at(node.operand), why());
    case 'minus':
    case 'plus': {
      const value = at(node.operand);
      if (value.type === 'unknown') return value;
      if (value.type !== 'int' && value.type !== 'float') return FAILED;
      return { ...value, value: node.kind === 'minus' ? -value.value : value.value };
    }
    case 'is':
      return isType(at(node.operand), node.type, why());
    case 'ternary':
      return ternary(
        at(node.condition),
        () => at(node.then),
        () => at(node.otherwise),
        world.forks,
      );
    case 'binary':
      return binary(node, at, world, why);
  }
}

/** An expression as the rules have it, in one line. */
function said({ start, end }: Expression, { source }: World): string {
  const line = source.slice(start, end).replace(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}

function variable(name: string, scope: Scope | null): Value | null {
  if (scope === null) return null;
  const found = scope.variables.get(name);
  return found ? found() : variable(name, scope.outer);
}

function path(
  segments: readonly (string | Expression)[],
  at: (node: Expression) => Value,
  why: () => string,
): Value {
  const names: string[] = [];
  for (const segment of segments) {
    const value = typeof segment === 'string' ? text(segment) : at(segment);
    if (value.type === 'string') names.push(value.value);
    else if (value.type === 'path') names.push(...value.segments);
    else if (value.type === 'int') names.push(String(value.value));
    else return value.type === 'unknown' ? unknown(why()) : FAILED;
  }
  return { type: 'path', segments: names };
}

function findFunction(name: string, scope: Scope | null): readonly [FunctionNode, Scope] | null {
  if (scope === null) return null;
  const found = scope.functions.get(name);
  return found ? [found, scope] : findFunction(name, scope.outer);
}

function call(
  node: Extract<Expression, { kind: 'call' }>,
  scope: Scope,
  world: World,
  calls: number,
): Value {
  const lazily = (inner: Expression, inside: Scope, depth: number) => {
    let value: Value | null = null;
    return () => {
      value ??= evaluate(inner, inside, world, depth);
      return value;
    };
  };
  const found = findFunction(node.name, scope);
  if (found === null) {
    const args = node.args.map((arg) => evaluate(arg, scope, world, calls));
    return callBuiltIn(node.name, args, said(node, world), world);
  }
  const [declared, outer] = found;
  if (calls >= MAX_CALLS || declared.parameters.length !== node.args.length) return FAILED;
  const variables = new Map<string, () => Value>();
  const inside: Scope = { functions: new Map(), variables, outer };
  for (const [index, name] of declared.parameters.entries()) {
    variables.set(name, lazily(node.args[index] as Expression, scope, calls));
  }
  for (const { name, value } of declared.lets) {
    variables.set(name, lazily(value, inside, calls + 1));
  }
  return evaluate(declared.result, inside, world, calls + 1);
}

function callBuiltIn(name: string, args: readonly Value[], why: string, world: World): Value {
  const [first] = args;
  if (first === undefined || first.type === 'error') return FAILED;
  if (first.type === 'unknown' && name !== 'debug') return unknown(why);
  switch (name) {
    case 'get':
    case 'getAfter':
      return world.get(first, name === 'getAfter', why);
    case 'exists':
    case 'existsAfter': {
      const found = world.get(first, name === 'existsAfter', why);
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

const LIBRARIES = ['math', 'timestamp', 'duration', 'latlng', 'hashing'];

function libraryOf(target: Expression, scope: Scope): string | null {
  return target.kind === 'variable' &&
    LIBRARIES.includes(target.name) &&
    variable(target.name, scope) === null
    ? target.name
    : null;
}

/** Milliseconds of the units that `duration.value` takes. */
const UNITS: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  ns: 1e-6,
};

function callLibrary(library: string, name: string, args: readonly Value[], why: string): Value {
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
    const factor = UNITS[unit.value];
    if (factor === undefined) return FAILED;
    return numbers.length === 1 ? { type: 'duration', ms: first * factor } : unknown(why);
  }
  if (library === 'duration' && name === 'time' && numbers.length === 4) {
    const [h = 0, m = 0, s = 0, ns = 0] = numbers;
    return { type: 'duration', ms: h * 3_600_000 + m * 60_000 + s * 1000 + ns / 1e6 };
  }
  return unknown(why);
}

function member(target: Value, name: string, why: string): Value {
  switch (target.type) {
    case 'map':
      return target.fields.get(name) ?? FAILED;
    case 'document':
      return readField(target.facts, target.side, name, why);
    case 'unknown':
      return unknown(why);
    default:
      return FAILED;
  }
}

function index(target: Value, key: Value, why: string): Value {
  if (key.type === 'unknown') return unknown(why);
  if (key.type === 'string') return member(target, key.value, why);
  if (key.type !== 'int') return FAILED;
  if (target.type === 'list') return target.items[key.value] ?? FAILED;
  if (target.type === 'path') {
    const segment = target.segments[key.value];
    return segment === undefined ? FAILED : text(segment);
  }
  if (target.type === 'string') return readRange(target, key, int(key.value + 1), why);
  return target.type === 'unknown' || target.type === 'keys' ? unknown(why) : FAILED;
}

/** What a value may come to as a condition. Anything but true and false is an error there. */
export function outcomes(value: Value): number {
  if (value.type === 'bool') return value.value ? TRUE : FALSE;
  return value.type === 'unknown' ? value.can : ERROR;
}

function condition(can: number, why: string, choices: readonly Choice[]): Value {
  if (can === TRUE) return bool(true);
  if (can === FALSE) return bool(false);
  return can === ERROR ? FAILED : unknown(why, choices, can);
}

function negate(value: Value, why: string): Value {
  const can = outcomes(value);
  const swapped = (can & TRUE ? FALSE : 0) | (can & FALSE ? TRUE : 0) | (can & ERROR);
  return value.type === 'unknown'
    ? condition(swapped, value.why, value.choices)
    : condition(swapped, why, []);
}

function ternary(test: Value, then: () => Value, otherwise: () => Value, forks: Forks): Value {
  if (test.type === 'bool') return test.value ? then() : otherwise();
  if (test.type !== 'unknown') return FAILED;
  const [yes, no] = [then(), otherwise()];
  const isCondition = ({ type }: Value) => ['bool', 'error', 'unknown'].includes(type);
  if (!isCondition(yes) || !isCondition(no)) {
    const side = forks.taken[forks.next] ?? true;
    forks.taken[forks.next] = side;
    forks.next += 1;
    forks.tests.push(test);
    return side ? yes : no;
  }
  const can =
    (test.can & TRUE ? outcomes(yes) : 0) |
    (test.can & FALSE ? outcomes(no) : 0) |
    (test.can & ERROR);
  return condition(can, test.why, test.choices);
}

/**
 * `&&` and `||`, which do not care for the order: one side that decides is enough, also beside an error.
 *
 * @param decides the outcome of one side that decides.
 */
function logic(left: Value, right: () => Value, decides: typeof TRUE | typeof FALSE): Value {
  const a = outcomes(left);
  if (a === decides) return left;
  const second = right();
  const b = outcomes(second);
  const other = decides === TRUE ? FALSE : TRUE;
  let can = (a | b) & decides;
  if (a & other && b & other) can |= other;
  if ((a & ERROR && b & (ERROR | other)) || (b & ERROR && a & (ERROR | other))) can |= ERROR;
  const open = [left, second].filter((side): side is Unknown => side.type === 'unknown');
  // An alternative that cannot help is nothing that it depends on.
  const first = open.find((side) => side.can & TRUE) ?? open[0];
  const choices = open.flatMap((side) => side.choices);
  return condition(
    can,
    first?.why ?? '',
    choices.toSorted((x, y) => vagueness(x) - vagueness(y)),
  );
}

/** What one condition asks for comes before what only fills a field, or says that there are no more. */
function vagueness(choice: Choice): number {
  if ('close' in choice) return 2;
  const values = Object.values('change' in choice ? choice.change : choice.before);
  return values.every((value) => value?.type === 'string' && value.value === 'a') ? 1 : 0;
}

function binary(
  node: Extract<Expression, { kind: 'binary' }>,
  at: (node: Expression) => Value,
  world: World,
  why: () => string,
): Value {
  const { operator } = node;
  const left = at(node.left);
  if (operator === '&&') return logic(left, () => at(node.right), FALSE);
  if (operator === '||') return logic(left, () => at(node.right), TRUE);
  const right = at(node.right);
  if (left.type === 'error' || right.type === 'error') return FAILED;
  switch (operator) {
    case '==':
      return compare(left, right, world, why());
    case '!=':
      return negate(compare(left, right, world, why()), why());
    case 'in':
      return contains(left, right, world, why());
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(left, right, operator, world, why());
    default:
      return calculate(left, right, operator, why());
  }
}

function compare(left: Value, right: Value, world: World, why: string): Value {
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
  return unknown(why, [...wanted(open, other, world.ownNames), ...open.choices]);
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

function contains(item: Value, whole: Value, world: World, why: string): Value {
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
      ...whole.items.flatMap((one) => wanted(item, one, world.ownNames)),
      ...item.choices,
    ]);
  }
  const found = some(whole.items.map((one) => equals(one, item)));
  return found === null ? unknown(why, [], TRUE | FALSE) : bool(found);
}

function order(left: Value, right: Value, operator: string, world: World, why: string): Value {
  const [open, other] =
    left.type === 'unknown'
      ? [left, right]
      : right.type === 'unknown'
        ? [right, left]
        : [null, null];
  if (open !== null) {
    const value = other.type === 'unknown' ? null : sampleLike(other);
    const more = value === null ? [] : retyped(open, value);
    return unknown(why, [...wanted(open, other, world.ownNames), ...more, ...open.choices]);
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

const SAMPLES: Readonly<Record<string, (now: number) => Value>> = {
  string: () => text('a'),
  int: () => int(1),
  number: () => int(1),
  float: () => ({ type: 'float', value: 1.5 }),
  bool: () => bool(true),
  timestamp: (now) => timestamp(now - 60_000),
  list: () => list([]),
  map: () => map({}),
  null: () => NULL,
};

function isType(value: Value, type: string, why: string): Value {
  if (value.type === 'error') return FAILED;
  if (value.type === 'unknown') {
    const sample = SAMPLES[type]?.(0);
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

function calculate(left: Value, right: Value, operator: string, why: string): Value {
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
