import type {
  AllowNode,
  FunctionNode,
  MatchNode,
  PatternSegment,
  RulesTree,
} from '../syntax-tree.ts';
import { evaluateCondition, type Scope, type World } from './evaluate.ts';
import { decide } from './facts.ts';
import {
  bool,
  FAILED,
  type Facts,
  int,
  map,
  NULL,
  outcomes,
  TRUE,
  text,
  timestamp,
  type Unknown,
  unknown,
  type Value,
} from './values.ts';

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

const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  read: ['get', 'list'],
  write: ['create', 'update', 'delete'],
};

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
        operations.some((name) => name === operation || OPERATIONS[name]?.includes(operation)),
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

/** What a condition comes to with what is known, in one reading. */
export function readRule(source: string, { allow, scope }: AskedRule, attempt: Attempt): Value {
  if (allow.condition === null) return bool(true);
  const { path, principal } = attempt;
  const world: Omit<World, 'forks'> = {
    source,
    // A document of another person does not name this one.
    ownNames: path.endsWith(`/${principal.uid}`) ? [text(principal.uid)] : [],
    get: (other, after, why) => lookUp(attempt, other, after, why),
    budget: 20_000,
  };
  return evaluateCondition(allow.condition, requestScope(attempt, scope), world);
}

/**
 * What a rule says to an attempt. What the attempt leaves open is decided where the rule asks for it, such as what
 * else a write changes: so `allows` comes with a document and a write that the rule lets through. `refuses` holds
 * for every document and whatever else is written.
 */
export function judge(source: string, rule: AskedRule, attempt: Attempt): Verdict {
  let readings = MAX_READINGS;
  const read = (facts: Facts): Value => {
    readings -= 1;
    return readRule(source, rule, { ...attempt, facts });
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
      if (readings <= 0 || decisions === 0) return null;
      const found = search(decided, read(decided), decisions - 1);
      if (found !== null) return found;
    }
    // Nothing is left to decide: what it still depends on is not in the attempt.
    if (isStuck) stuck ??= (value as Unknown).why;
    return null;
  };
  const first = read(attempt.facts);
  if ((outcomes(first) & TRUE) === 0) return { verdict: 'refuses' };
  const found = search(attempt.facts, first, MAX_DECISIONS);
  if (found !== null) return { verdict: 'allows', facts: found };
  return { verdict: 'cannot tell', why: stuck ?? (isCutShort ? null : (first as Unknown).why) };
}

/** The variables `request` and `resource`, outermost. */
function requestScope(attempt: Attempt, scope: Scope): Scope {
  const { database, facts, limit, operation, path, now } = attempt;
  const id = path.split('/').at(-1) ?? '';
  const full: Value = {
    type: 'path',
    segments: ['databases', database, 'documents', ...path.split('/')],
  };
  const of = (side: 'before' | 'after'): Value =>
    map({ data: { type: 'document', facts, side }, id: text(id), __name__: full });
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
        request ??= map({
          auth: authOf(attempt.principal, now),
          time: timestamp(now),
          method: text(operation),
          path: full,
          ...(operation === 'list' ? { query: queryOf(limit) } : {}),
          ...(operation === 'get' ? { query: unknown('request.query') } : {}),
          ...(reads(operation) ? {} : { resource: operation === 'delete' ? NULL : of('after') }),
        });
        return request;
      },
    ],
  ]);
  return withOutermost(scope, { functions: new Map(), variables, outer: null });
}

const reads = (operation: Operation) => operation === 'get' || operation === 'list';

const queryOf = (limit: Value = int(1)) =>
  map({
    limit,
    offset: unknown('request.query.offset'),
    orderBy: unknown('request.query.orderBy'),
  });

function withOutermost(scope: Scope, outermost: Scope): Scope {
  return {
    ...scope,
    outer: scope.outer === null ? outermost : withOutermost(scope.outer, outermost),
  };
}

/** Seconds since the sign-in: rules may ask for a recent one, and users may sign in whenever they like. */
const SIGNED_IN = 20;

/** What an ID token of Firebase Auth says, for a person of whom no more is known. */
function authOf({ uid, claims }: Principal, now: number): Value {
  if (claims === null) return NULL;
  const second = Math.floor(now / 1000);
  const open = (claim: string) => unknown(`request.auth.token.${claim}`);
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
    name: open('name'),
    picture: open('picture'),
    phone_number: open('phone_number'),
    firebase: map({
      sign_in_provider: text('password'),
      identities: open('firebase.identities'),
    }),
  };
  const token = Object.entries({ ...ordinary, ...claims }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return map({ uid: text(uid), token: map(Object.fromEntries(token)) });
}

function lookUp(attempt: Attempt, path: Value, after: boolean, why: string): Value {
  if (path.type === 'unknown') return unknown(why);
  if (path.type !== 'path') return FAILED;
  const [databases, database, documents, ...rest] = path.segments;
  if (databases !== 'databases' || documents !== 'documents') return FAILED;
  if (database !== attempt.database || rest.length === 0 || rest.length % 2 > 0)
    return unknown(why);
  const name = rest.join('/');
  const id = text(rest.at(-1) ?? '');
  const { facts, operation } = attempt;
  if (name === attempt.path) {
    const gone = after ? operation === 'delete' : facts.before === null;
    const side = after && !reads(operation) ? 'after' : 'before';
    return gone ? { type: 'missing' } : map({ data: { type: 'document', facts, side }, id });
  }
  const other = attempt.others.get(name);
  // Another document may be written together with this one.
  if (other === undefined || after) return unknown(why);
  return other === null ? { type: 'missing' } : map({ data: other, id });
}
