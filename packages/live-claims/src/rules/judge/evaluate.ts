import type { Expression, FunctionNode } from '../syntax-tree.ts';
import type { Budget } from './budget.ts';
import { callBuiltIn, callLibrary, LIBRARIES, type LookUp } from './built-ins.ts';
import { readField } from './facts.ts';
import { condition, logic, negate, outcomes } from './logic.ts';
import { callMethod, readRange } from './methods.ts';
import { calculate, compare, contains, isType, order } from './operators.ts';
import {
  bool,
  ERROR,
  FAILED,
  FALSE,
  int,
  list,
  mapOf,
  NULL,
  sizeOf,
  TOO_LONG,
  TRUE,
  text,
  type Unknown,
  unknown,
  type Value,
} from './values.ts';
import { Ways } from './ways.ts';

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
  readonly get: (path: Value, after: boolean, why: string, ways: Ways) => Value;
  /** Of the signed-in user, which a document of theirs may well have. */
  readonly ownNames: readonly Value[];
  readonly budget: Budget;
  readonly ways: Ways;
}

/** Ways through a condition that are tried; with more it may come to anything. */
const MAX_WAYS = 32;

/** What a condition comes to, whichever way is taken. */
export function evaluateCondition(
  node: Expression,
  scope: Scope,
  world: Omit<World, 'ways'>,
): Value {
  const ways = new Ways();
  const values: Value[] = [];
  let isComplete = false;
  while (!isComplete && values.length < MAX_WAYS) {
    values.push(evaluate(node, scope, { ...world, ways }));
    isComplete = !ways.advance();
  }
  const [only] = values;
  if (isComplete && only !== undefined && values.length === 1) return only;
  const open = values.filter((value): value is Unknown => value.type === 'unknown');
  const [first] = [...open.filter((value) => value.can & TRUE), ...ways.partings];
  const can = [...values.map(outcomes), ...ways.partings.map((parting) => parting.can & ERROR)];
  return condition(
    isComplete ? can.reduce((all, each) => all | each, 0) : TRUE | FALSE | ERROR,
    first?.why ?? '',
    [...ways.partings, ...open].flatMap(({ choices }) => choices),
  );
}

/** Calls within calls that Firestore takes. Source: "Security rules limits", Cloud Firestore docs. */
const MAX_CALLS = 20;
/** Variables of a function: the documents say 10, and more are taken. */
const MAX_LETS = 100;

/** What an expression comes to. Never throws: what cannot be evaluated is unknown, with what it depends on. */
function evaluate(node: Expression, scope: Scope, world: World, calls = 0): Value {
  return world.budget.nested(() => step(node, scope, world, calls)) ?? unknown(TOO_LONG);
}

function step(node: Expression, scope: Scope, world: World, calls: number): Value {
  const at = (inner: Expression) => evaluate(inner, scope, world, calls);
  const why = said(node, world);
  switch (node.kind) {
    case 'null':
      return NULL;
    case 'bool':
      return bool(node.value);
    case 'int':
      return int(node.value);
    case 'float':
      return { type: 'float', value: node.value };
    case 'string':
      return text(node.value);
    case 'bytes':
      return unknown(why);
    case 'variable':
      return variable(node.name, scope) ?? unknown(why);
    case 'list': {
      const items = node.items.map(at);
      return items.some(({ type }) => type === 'error') ? FAILED : list(items);
    }
    case 'map':
      return mapLiteral(node.entries, at, why);
    case 'path':
      return path(node.segments, at, why);
    case 'call':
      return call(node, scope, world, calls, why);
    case 'method':
      return method(node, at, scope, world, why);
    case 'member':
      return member(at(node.target), node.name, why);
    case 'index':
      return index(at(node.target), at(node.index), why);
    case 'range':
      return readRange(at(node.target), node.from && at(node.from), node.to && at(node.to), why);
    case 'not':
      return negate(at(node.operand));
    case 'minus':
    case 'plus':
      return signed(node.kind, at(node.operand), why);
    case 'is':
      return isType(at(node.operand), node.type, why);
    case 'ternary':
      return ternary(
        at(node.condition),
        () => at(node.then),
        () => at(node.otherwise),
        world.ways,
      );
    case 'binary':
      return binary(node, at, world, why);
  }
}

/** Characters of an expression that are looked at to say it: more than are shown. */
const MAX_SAID = 400;

/** An expression as the rules have it, in one line. */
function said(node: Expression, { source }: World): string {
  const before = sayings.get(node);
  if (before !== undefined) return before;
  const { start, end } = node;
  const line = source
    .slice(start, Math.min(end, start + MAX_SAID))
    .replace(/\s+/g, ' ')
    .trim();
  sayings.set(node, line);
  return line;
}

/** Every step has what it depends on: cutting it out again and again took most of the time. */
const sayings = new WeakMap<Expression, string>();

function variable(name: string, scope: Scope | null): Value | null {
  for (let inner = scope; inner !== null; inner = inner.outer) {
    const found = inner.variables.get(name);
    if (found) return found();
  }
  return null;
}

function mapLiteral(
  entries: readonly (readonly [Expression, Expression])[],
  at: (node: Expression) => Value,
  why: string,
): Value {
  const values = entries.map(([key, value]) => [at(key), at(value)] as const);
  if (values.some((pair) => pair.some(({ type }) => type === 'error'))) return FAILED;
  const fields = values.flatMap(([key, value]) =>
    key.type === 'string' ? [[key.value, value] as const] : [],
  );
  return fields.length === values.length ? mapOf(new Map(fields)) : unknown(why);
}

function path(
  segments: readonly (string | Expression)[],
  at: (node: Expression) => Value,
  why: string,
): Value {
  const names: string[] = [];
  for (const segment of segments) {
    const value = typeof segment === 'string' ? text(segment) : at(segment);
    if (value.type === 'error') return FAILED;
    if (value.type === 'path') names.push(...value.segments);
    else if (value.type === 'string' && /^[^/%]+$/.test(value.value)) names.push(value.value);
    else if (value.type === 'int') names.push(String(value.value));
    else return unknown(why);
    if (names.length > MAX_SEGMENTS) return unknown(TOO_LONG);
  }
  return { type: 'path', segments: names };
}

/** Names in a path. Source: "Quotas and limits", Cloud Firestore docs: subcollections are 100 levels deep at most. */
const MAX_SEGMENTS = 250;

function findFunction(name: string, scope: Scope | null): readonly [FunctionNode, Scope] | null {
  for (let inner = scope; inner !== null; inner = inner.outer) {
    const found = inner.functions.get(name);
    if (found) return [found, inner];
  }
  return null;
}

function call(
  node: Extract<Expression, { kind: 'call' }>,
  scope: Scope,
  world: World,
  calls: number,
  why: string,
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
    const get: LookUp = (path, after, said) => world.get(path, after, said, world.ways);
    return callBuiltIn(node.name, args, why, get);
  }
  const [declared, outer] = found;
  const isTaken =
    calls < MAX_CALLS &&
    declared.lets.length <= MAX_LETS &&
    declared.parameters.length === node.args.length;
  // Firestore does not take such rules.
  if (!isTaken) return unknown(why);
  const parameters = declared.parameters.map(
    (name, at) => [name, lazily(node.args[at] as Expression, scope, calls)] as const,
  );
  let inside: Scope = { functions: NO_FUNCTIONS, variables: new Map(parameters), outer };
  // Each variable knows those before it.
  for (const { name, value } of declared.lets) {
    const variables = new Map([[name, lazily(value, inside, calls + 1)]]);
    inside = { functions: NO_FUNCTIONS, variables, outer: inside };
  }
  return evaluate(declared.result, inside, world, calls + 1);
}

const NO_FUNCTIONS: Scope['functions'] = new Map();

function method(
  node: Extract<Expression, { kind: 'method' }>,
  at: (node: Expression) => Value,
  scope: Scope,
  { budget }: World,
  why: string,
): Value {
  const library = libraryOf(node.target, scope);
  const args = node.args.map(at);
  if (library !== null) return callLibrary(library, node.name, args, why);
  const target = at(node.target);
  budget.spend(workOf([target, ...args]) + (node.name === 'matches' ? 20 : 0));
  return budget.isSpent ? unknown(TOO_LONG) : callMethod(target, node.name, args, why);
}

/** Steps that it takes to compare all parts of values with each other. */
const workOf = (values: readonly Value[]): number =>
  values.reduce((sum, value) => sum + sizeOf(value), 0) ** 2 / 100;

function libraryOf(target: Expression, scope: Scope): string | null {
  return target.kind === 'variable' &&
    LIBRARIES.includes(target.name) &&
    variable(target.name, scope) === null
    ? target.name
    : null;
}

function member(target: Value, name: string, why: string): Value {
  switch (target.type) {
    case 'map':
      return target.fields.get(name) ?? (target.isOpen ? unknown(why) : FAILED);
    case 'document':
      return readField(target.facts, target.side, name, why);
    case 'unknown':
      return unknown(why);
    default:
      return FAILED;
  }
}

function index(target: Value, key: Value, why: string): Value {
  if (target.type === 'error' || key.type === 'error') return FAILED;
  if (key.type === 'string' && ['map', 'document', 'null', 'missing'].includes(target.type)) {
    return member(target, key.value, why);
  }
  if (key.type !== 'int') return unknown(why);
  switch (target.type) {
    case 'list':
      return target.items[key.value] ?? FAILED;
    case 'path': {
      const segment = target.segments[key.value];
      return segment === undefined ? FAILED : text(segment);
    }
    case 'string':
      return readRange(target, key, int(key.value + 1), why);
    case 'null':
    case 'missing':
      return FAILED;
    default:
      return unknown(why);
  }
}

function signed(sign: 'minus' | 'plus', value: Value, why: string): Value {
  switch (value.type) {
    case 'error':
      return FAILED;
    case 'int':
    case 'float':
      return sign === 'minus' ? { ...value, value: -value.value } : value;
    default:
      return unknown(why);
  }
}

/** @param ways which side is taken where the test is not known and the sides are no conditions. */
function ternary(test: Value, then: () => Value, otherwise: () => Value, ways: Ways): Value {
  if (test.type === 'bool') return test.value ? then() : otherwise();
  if (test.type !== 'unknown') return FAILED;
  const [yes, no] = [then(), otherwise()];
  const isCondition = ({ type }: Value) => ['bool', 'error', 'unknown'].includes(type);
  if (!isCondition(yes) || !isCondition(no)) {
    return ways.side(test) ? yes : no;
  }
  const can =
    (test.can & TRUE ? outcomes(yes) : 0) |
    (test.can & FALSE ? outcomes(no) : 0) |
    (test.can & ERROR);
  return condition(can, test.why, test.choices);
}

function binary(
  node: Extract<Expression, { kind: 'binary' }>,
  at: (node: Expression) => Value,
  world: World,
  why: string,
): Value {
  const { operator } = node;
  if (operator === '&&' || operator === '||') return chain(node, operator, at);
  const [left, right] = [at(node.left), at(node.right)];
  if (left.type === 'error' || right.type === 'error') return FAILED;
  world.budget.spend(workOf([left, right]));
  if (world.budget.isSpent) return unknown(TOO_LONG);
  switch (operator) {
    case '==':
      return compare(left, right, world.ownNames, why);
    case '!=':
      return negate(compare(left, right, world.ownNames, why));
    case 'in':
      return contains(left, right, world.ownNames, why);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(left, right, operator, world.ownNames, why);
    default:
      return calculate(left, right, operator, why);
  }
}

/** `a || b || c`: of any length, one after another. */
function chain(
  node: Extract<Expression, { kind: 'binary' }>,
  operator: '&&' | '||',
  at: (node: Expression) => Value,
): Value {
  const sides: (() => Value)[] = [];
  let first: Expression = node;
  while (first.kind === 'binary' && first.operator === operator) {
    const { left, right }: typeof node = first;
    sides.push(() => at(right));
    first = left;
  }
  const leftmost = first;
  sides.push(() => at(leftmost));
  return logic(sides.reverse(), operator === '&&' ? FALSE : TRUE);
}
