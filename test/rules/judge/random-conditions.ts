/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What the conditions call. */
export const RANDOM_HELPERS = `
function keeps(field) { return request.resource.data.get(field, null) == resource.data.get(field, null); }
function either(x, y) { let chosen = x is string ? x : y; return chosen; }
function both(x, y) { return x && y; }`;

/**
 * Conditions of an update, as many as wanted: well-formed, and true, false or an error as it comes. They ask for the
 * fields `role`, `a`, `b` and `list`, for the token and for all that the language can do with them.
 */
export function randomConditions(seed: number, howMany: number): readonly string[] {
  const next = numbers(seed);
  const pick = <T>(...of: readonly [T, ...T[]]): T => of[Math.floor(next() * of.length)] as T;
  const [after, before] = ['request.resource.data', 'resource.data'];
  const name = () => pick('role', 'a', 'b', 'list', 'k', 'constructor');
  const names = () =>
    Array.from({ length: Math.floor(next() * 4) }, () => `'${name()}'`).join(', ');
  const comparison = () => pick('==', '!=', '<', '<=', '>', '>=');

  /** A value of any type. */
  const value = (depth: number): string => {
    const inner = () => value(depth - 1);
    const simple = () =>
      pick(
        () => `${pick(after, before)}.${name()}`,
        () => `${pick(after, before)}.get('${name()}', ${pick('null', "'x'", '1', '{}')})`,
        () => `${pick(after, before)}['${name()}']`,
        () =>
          pick(
            "'x'",
            "'owner'",
            "'viewer'",
            "''",
            '(0)',
            '(1)',
            '(1.0)',
            'null',
            'true',
            '[]',
            '{}',
          ),
        () => pick('uid', 'request.auth.uid', 'request.auth.token.email', 'request.time'),
        () => `request.auth.token.get('${pick('role', 'nope', 'email')}', ${pick('null', "'x'")})`,
        () => pick('resource.id', 'request.path', 'resource', before, after),
      )();
    if (depth <= 0) return simple();
    return pick(
      simple,
      simple,
      () => `[${inner()}, ${inner()}]`,
      () => `{'${name()}': ${inner()}, 'k': ${inner()}}`,
      () => `(${condition(depth - 1)} ? ${inner()} : ${inner()})`,
      () => `either(${inner()}, ${inner()})`,
      () => `${inner()}.get(${pick(`'${name()}'`, "['a', 'k']", '[]')}, ${inner()})`,
      () => `(${inner()} ${pick('+', '-', '*', '/', '%')} ${inner()})`,
      () => `${inner()}[${pick('0', '1', "'k'", '-1', '0:1', '1:')}]`,
      () =>
        `${inner()}.${pick('size()', 'lower()', 'upper()', 'trim()', 'keys()', 'toSet()', 'values()')}`,
      () => `${inner()}.${pick("split('x')", "replace('x', 'y')", "join('x')", 'k', 'size')}`,
      () => `${pick('string', 'int', 'float', 'debug')}(${inner()})`,
      () => `get(/databases/$(database)/documents/known/$(${inner()})).data`,
      () => names_(depth - 1),
    )();
  };

  /** Names of fields, as a list or a set. */
  const names_ = (depth: number): string => {
    const kind = pick('affected', 'changed', 'added', 'removed', 'unchanged');
    const simple = () =>
      pick(
        () => `${after}.diff(${before}).${kind}Keys()`,
        () => `${after}.diff(${before}).affectedKeys()`,
        () => `${pick(after, before)}.keys()`,
        () => `${pick(after, before)}.keys().toSet()`,
        () => `[${names()}]`,
        () => `[${names()}].toSet()`,
      )();
    if (depth <= 0) return simple();
    const operation = pick('difference', 'union', 'intersection', 'removeAll', 'concat');
    return pick(simple, () => `${names_(depth - 1)}.${operation}(${names_(depth - 1)})`)();
  };

  const condition = (depth: number): string => {
    const inner = () => condition(depth - 1);
    const simple = () =>
      pick(
        () => `${value(depth)} ${comparison()} ${value(depth)}`,
        () => `${value(depth)} == ${value(depth)}`,
        () => `${value(depth)} in ${pick(value(depth), names_(depth), after, before)}`,
        () => `${value(depth)} is ${pick('string', 'int', 'number', 'bool', 'list', 'map', 'set')}`,
        () => `${names_(depth)}.${pick('hasAll', 'hasAny', 'hasOnly')}(${names_(depth)})`,
        () => `${names_(depth)}.size() ${comparison()} ${pick('0', '1', '2', '1.0')}`,
        () => `${names_(depth)} == ${names_(depth)}`,
        () => `'${name()}' in ${names_(depth)}`,
        () =>
          `${value(depth)}.matches('${pick('.*', 'x|y', '[a-z]+', 'own.r', '(x)?', '\\\\w{2,9}')}')`,
        () => `keeps('${name()}')`,
        () => `exists(/databases/$(database)/documents/known/${pick('me', 'no', '$(uid)')})`,
        () => pick('true', 'false'),
      )();
    if (depth <= 0) return simple();
    return pick(
      simple,
      () => `(${inner()} && ${inner()})`,
      () => `(${inner()} || ${inner()})`,
      () => `!(${inner()})`,
      () => `(${inner()} ? ${inner()} : ${inner()})`,
      () => `both(${inner()}, ${inner()})`,
    )();
  };

  return Array.from({ length: howMany }, () => condition(pick(0, 1, 1, 2)));
}
