import type {
  AllowNode,
  FunctionNode,
  MatchNode,
  PatternSegment,
  RulesTree,
} from '../syntax-tree.ts';
import { Budget } from './budget.ts';
import { evaluateCondition, type Scope } from './evaluate.ts';
import { decide } from './facts.ts';
import { outcomes } from './logic.ts';
import {
  bool,
  type Facts,
  int,
  map,
  NULL,
  TOO_LONG,
  TRUE,
  text,
  timestamp,
  type Unknown,
  unknown,
  type Value,
} from './values.ts';
import type { Ways } from './ways.ts';

/**
 * Who asks. The claims stand above those of an ordinary token, and null takes one of those away; no claims at all are
 * no sign-in.
 */
export interface Principal {
  readonly uid: string;
  readonly claims: Readonly<Record<string, Value | null>> | null;
}

export type Operation = 'get' | 'list' | 'create' | 'update' | 'delete';

/** A request to one document. */
export interface Attempt {
  /** Id of the database. */
  readonly database: string;
  readonly operation: Operation;
  /** Below `documents`: `users/ada`. */
  readonly path: string;
  readonly principal: Principal;
  /** What is known of the document, and of what the request does to it. */
  readonly facts: Facts;
  /** Other documents that are known, by their paths; null for one that does not exist. */
  readonly others: ReadonlyMap<string, Value | null>;
  /** What some of these may be instead: what is refused, is refused then as well. */
  readonly otherwise?: ReadonlyMap<string, Value | null> | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** How many documents a query asks for: of `list`. @default 1 */
  readonly limit?: Value;
}

/** What a rule says to an attempt. */
export type Verdict =
  /** With these facts, which are those of the attempt and what was chosen beside. */
  | { readonly verdict: 'allows'; readonly facts: Facts }
  | { readonly verdict: 'refuses' }
  /** Because of this, as the rules say it; null where there are more cases than are looked at. */
  | { readonly verdict: 'cannot tell'; readonly why: string | null };

/** A rule that is asked about a path. */
export interface AskedRule {
  readonly allow: AllowNode;
  /** The matches around it, the outermost first. */
  readonly matches: readonly MatchNode[];
  readonly scope: Scope;
}

const OPERATIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['read', ['get', 'list']],
  ['write', ['create', 'update', 'delete']],
]);

/** All the rules that are asked about an operation on a document: one that allows is enough. */
export function rulesFor(
  tree: RulesTree,
  operation: Operation,
  path: string,
  database: string,
): readonly AskedRule[] {
  const segments = ['databases', database, 'documents', ...path.split('/')];
  return tree.services
    .filter(({ name }) => name === 'cloud.firestore')
    .flatMap(({ functions, matches }) => {
      const top = scopeOf(tree.functions, new Map(), null);
      const scope = scopeOf(functions, new Map(), top);
      return matches.flatMap((match) => within(match, segments, scope, [], operation));
    });
}

function within(
  match: MatchNode,
  segments: readonly string[],
  outer: Scope,
  around: readonly MatchNode[],
  operation: Operation,
): readonly AskedRule[] {
  const matches = [...around, match];
  return bindings(match.path, segments).flatMap(({ variables, rest }) => {
    const scope = scopeOf(match.functions, variables, outer);
    if (rest.length > 0) {
      return match.matches.flatMap((inner) => within(inner, rest, scope, matches, operation));
    }
    const own = match.allows
      .filter(({ operations }) =>
        operations.some((name) => name === operation || OPERATIONS.get(name)?.includes(operation)),
      )
      .map((allow) => ({ allow, matches, scope }));
    // `{name=**}` inside may match no segment at all.
    const inner = match.matches.flatMap((each) => within(each, rest, scope, matches, operation));
    return [...own, ...inner];
  });
}

interface Binding {
  readonly variables: ReadonlyMap<string, Value>;
  readonly rest: readonly string[];
}

/** Every way in which a pattern matches the beginning of a path. */
function bindings(
  pattern: readonly PatternSegment[],
  segments: readonly string[],
): readonly Binding[] {
  const [first, ...later] = pattern;
  if (first === undefined) return [{ variables: new Map(), rest: segments }];
  const bound = (name: string, value: Value, taken: number) =>
    bindings(later, segments.slice(taken)).map(({ variables, rest }) => ({
      variables: new Map([[name, value], ...variables]),
      rest,
    }));
  const [segment] = segments;
  if (first.kind === 'many') {
    return Array.from({ length: segments.length + 1 }, (_, taken) => taken).flatMap((taken) =>
      bound(first.variable, { type: 'path', segments: segments.slice(0, taken) }, taken),
    );
  }
  if (segment === undefined) return [];
  if (first.kind === 'one') return bound(first.variable, text(segment), 1);
  return first.kind === 'name' && first.name === segment ? bindings(later, segments.slice(1)) : [];
}

function scopeOf(
  functions: readonly FunctionNode[],
  variables: ReadonlyMap<string, Value>,
  outer: Scope | null,
): Scope {
  return {
    functions: new Map(functions.map((each) => [each.name, each])),
    variables: new Map([...variables].map(([name, value]) => [name, () => value])),
    outer,
  };
}

/** What is decided after each other before an attempt is given up. */
const MAX_DECISIONS = 14;

/** How often a rule is read for one attempt. */
const MAX_READINGS = 150;

/** Steps for one question with all its readings; the longest of test/rules/judge takes 33,000. */
export const MAX_STEPS = 60_000;

/** What it takes to make a request of an attempt, in steps. */
const STEPS_TO_BEGIN = 10;

/** What a condition comes to with what is known, in one reading. */
export function readRule(
  source: string,
  { allow, scope }: AskedRule,
  attempt: Attempt,
  budget: Budget,
): Value {
  if (allow.condition === null) return bool(true);
  const { path, principal } = attempt;
  budget.spend(STEPS_TO_BEGIN);
  if (budget.isSpent) return unknown(TOO_LONG);
  return evaluateCondition(allow.condition, requestScope(attempt, scope), {
    source,
    // A document of another person does not name this one.
    ownNames: path.endsWith(`/${principal.uid}`) ? [text(principal.uid)] : [],
    get: (other, after, why, ways) => lookUp(attempt, other, after, why, ways),
    budget,
  });
}

/**
 * What a rule says to an attempt. What the attempt leaves open is decided where the rule asks for it, such as what
 * else a write changes: so `allows` comes with a document and a write that the rule lets through. `refuses` holds
 * for every document and whatever else is written.
 *
 * @param budget the steps that it may take; when they are spent, the verdict is that it cannot be told.
 */
export function judge(
  source: string,
  rule: AskedRule,
  attempt: Attempt,
  budget: Budget = new Budget(MAX_STEPS),
): Verdict {
  const first = readRule(source, rule, attempt, budget);
  if ((outcomes(first) & TRUE) === 0) return { verdict: 'refuses' };
  // An example is of what is usual.
  const usual = { ...attempt, otherwise: undefined };
  let readings = MAX_READINGS;
  const read = (facts: Facts): Value => {
    readings -= 1;
    return readRule(source, rule, { ...usual, facts }, budget);
  };
  let stuck: string | null = null;
  let isCutShort = false;
  const search = (facts: Facts, value: Value, decisions: number): Facts | null => {
    const can = outcomes(value);
    if (can === TRUE) return facts;
    if ((can & TRUE) === 0) return null;
    let isStuck = true;
    for (const choice of (value as Unknown).choices) {
      const decided = decide(facts, choice);
      if (decided === null) continue;
      isStuck = false;
      isCutShort ||= readings <= 0 || decisions === 0;
      if (readings <= 0 || decisions === 0 || budget.isSpent) return null;
      const found = search(decided, read(decided), decisions - 1);
      if (found !== null) return found;
    }
    // Nothing is left to decide: what it still depends on is not in the attempt.
    if (isStuck) stuck ??= (value as Unknown).why;
    return null;
  };
  const found = search(
    attempt.facts,
    attempt.otherwise === undefined ? first : read(attempt.facts),
    MAX_DECISIONS,
  );
  if (found !== null) return { verdict: 'allows', facts: found };
  if (budget.isSpent) return { verdict: 'cannot tell', why: TOO_LONG };
  return { verdict: 'cannot tell', why: stuck ?? (isCutShort ? null : (first as Unknown).why) };
}

/** The variables `request` and `resource`, outermost. */
function requestScope(attempt: Attempt, scope: Scope): Scope {
  const { database, facts, path } = attempt;
  const of = (side: 'before' | 'after'): Value =>
    resourceOf({ type: 'document', facts, side }, path, database);
  let [resource, request]: (Value | null)[] = [null, null];
  const variables = new Map<string, () => Value>([
    [
      'resource',
      () => {
        resource ??= facts.before === null ? NULL : of('before');
        return resource;
      },
    ],
    [
      'request',
      () => {
        request ??= requestOf(attempt, of);
        return request;
      },
    ],
  ]);
  return withOutermost(scope, { functions: new Map(), variables, outer: null });
}

function requestOf(attempt: Attempt, of: (side: 'before' | 'after') => Value): Value {
  const { database, limit, operation, path, principal, now } = attempt;
  const fields = {
    auth: authOf(principal, now),
    time: timestamp(now),
    method: text(operation),
    path: fullPath(path, database),
    ...(operation === 'list' ? { query: queryOf(limit) } : {}),
    ...(reads(operation) ? {} : { resource: operation === 'delete' ? NULL : of('after') }),
  };
  // It has more than is documented, such as `headers`.
  return { type: 'map', fields: new Map(Object.entries(fields)), isOpen: true };
}

const reads = (operation: Operation) => operation === 'get' || operation === 'list';

const queryOf = (limit: Value = int(1)): Value => ({
  ...{ type: 'map', isOpen: true },
  fields: new Map([['limit', limit]]),
});

function withOutermost(scope: Scope, outermost: Scope): Scope {
  return {
    ...scope,
    outer: scope.outer === null ? outermost : withOutermost(scope.outer, outermost),
  };
}

/** Seconds since the sign-in: rules may ask for a recent one, and users may sign in whenever they like. */
const SIGNED_IN = 20;

/** The tokens that were asked for last: one is read again and again. */
const tokens = new WeakMap<Principal, { readonly now: number; readonly auth: Value }>();

/** What an ID token of Firebase Auth says, for a person of whom no more is known. */
function authOf(principal: Principal, now: number): Value {
  const { uid, claims } = principal;
  if (claims === null) return NULL;
  const last = tokens.get(principal);
  if (last?.now === now) return last.auth;
  const second = Math.floor(now / 1000);
  const open = (claim: string) => unknown(`request.auth.token.${claim}`);
  const optional = (claim: string): Value => ({ ...open(claim), isOptional: true });
  const ordinary: Readonly<Record<string, Value>> = {
    sub: text(uid),
    user_id: text(uid),
    iss: open('iss'),
    aud: open('aud'),
    auth_time: int(second - SIGNED_IN),
    iat: int(second - SIGNED_IN),
    exp: int(second - SIGNED_IN + 3600),
    email: { ...open('email'), named: true },
    email_verified: bool(true),
    name: optional('name'),
    picture: optional('picture'),
    phone_number: optional('phone_number'),
    firebase: map({
      sign_in_provider: text('password'),
      identities: open('firebase.identities'),
    }),
  };
  const token = Object.entries({ ...ordinary, ...claims }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  const auth = map({ uid: text(uid), token: map(Object.fromEntries(token)) });
  tokens.set(principal, { now, auth });
  return auth;
}

function lookUp(attempt: Attempt, path: Value, after: boolean, why: string, ways: Ways): Value {
  // Documents of other databases, and paths that name none.
  if (path.type !== 'path') return unknown(why);
  const [databases, database, documents, ...rest] = path.segments;
  const isHere =
    databases === 'databases' && database === attempt.database && documents === 'documents';
  if (!isHere || rest.length === 0 || rest.length % 2 > 0) return unknown(why);
  const name = rest.join('/');
  const { facts, operation } = attempt;
  const found = (data: Value): Value => resourceOf(data, name, database);
  if (name === attempt.path) {
    const gone = after ? operation === 'delete' : facts.before === null;
    const side = after && !reads(operation) ? 'after' : 'before';
    return gone ? MISSING : found({ type: 'document', facts, side });
  }
  const usual = attempt.others.get(name);
  // Another document may be written together with this one.
  if (usual === undefined || after) return unknown(why);
  const instead = attempt.otherwise?.get(name);
  const other = instead === undefined || ways.sideOf(name, why) ? usual : instead;
  return other === null ? MISSING : found(other);
}

const MISSING: Value = { type: 'missing' };

/** A document as `resource` and `get()` have it. */
const resourceOf = (data: Value, name: string, database: string): Value =>
  map({ data, id: text(name.split('/').at(-1) ?? ''), __name__: fullPath(name, database) });

const fullPath = (name: string, database: string): Value => ({
  type: 'path',
  segments: ['databases', database, 'documents', ...name.split('/')],
});
