import type { Expression, FunctionNode } from '../syntax-tree.ts';
import { callBuiltIn, callLibrary, LIBRARIES, type LookUp } from './built-ins.ts';
import { readField } from './facts.ts';
import { callMethod, readRange } from './methods.ts';
import { calculate, compare, contains, isType, order } from './operators.ts';
import {
  bool,
  condition,
  ERROR,
  FAILED,
  FALSE,
  int,
  list,
  logic,
  map,
  NULL,
  negate,
  outcomes,
  TRUE,
  text,
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
  readonly get: LookUp;
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
  return source.slice(start, end).replace(/\s+/g, ' ').trim();
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
    return callBuiltIn(node.name, args, said(node, world), world.get);
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
      return compare(left, right, world.ownNames, why());
    case '!=':
      return negate(compare(left, right, world.ownNames, why()), why());
    case 'in':
      return contains(left, right, world.ownNames, why());
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(left, right, operator, world.ownNames, why());
    default:
      return calculate(left, right, operator, why());
  }
}
