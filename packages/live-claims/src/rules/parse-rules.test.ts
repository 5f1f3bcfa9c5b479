import { globSync, readFileSync } from 'node:fs';
import { parseForESLint } from '@firebase/eslint-plugin-security-rules/parser';
import { describe, expect, it } from 'vitest';
import { parseRules, positionAt, RulesSyntaxError } from './parse-rules.ts';
import type { Expression } from './syntax-tree.ts';

const around = (expression: string) =>
  `service cloud.firestore { match /a/{b} { allow read: if ${expression}; } }`;

const conditionOf = (expression: string): Expression =>
  parseRules(around(expression)).services[0]?.matches[0]?.allows[0]?.condition as Expression;

/** An expression with every bracket written out. */
function shape(node: Expression): string {
  const list = (nodes: readonly Expression[]) => nodes.map(shape).join(', ');
  switch (node.kind) {
    case 'null':
      return 'null';
    case 'bool':
    case 'int':
    case 'float':
      return String(node.value);
    case 'string':
      return JSON.stringify(node.value);
    case 'bytes':
      return `b${JSON.stringify(node.value)}`;
    case 'variable':
      return node.name;
    case 'list':
      return `[${list(node.items)}]`;
    case 'map':
      return `{${node.entries.map(([key, value]) => `${shape(key)}: ${shape(value)}`).join(', ')}}`;
    case 'path':
      return node.segments.map((s) => `/${typeof s === 'string' ? s : `$(${shape(s)})`}`).join('');
    case 'call':
      return `${node.name}(${list(node.args)})`;
    case 'method':
      return `${shape(node.target)}.${node.name}(${list(node.args)})`;
    case 'member':
      return `${shape(node.target)}.${node.name}`;
    case 'index':
      return `${shape(node.target)}[${shape(node.index)}]`;
    case 'range':
      return `${shape(node.target)}[${node.from ? shape(node.from) : ''}:${node.to ? shape(node.to) : ''}]`;
    case 'not':
      return `(! ${shape(node.operand)})`;
    case 'minus':
    case 'plus':
      return `(${node.kind} ${shape(node.operand)})`;
    case 'binary':
      return `(${shape(node.left)} ${node.operator} ${shape(node.right)})`;
    case 'is':
      return `(${shape(node.operand)} is ${node.type})`;
    case 'ternary':
      return `(${shape(node.condition)} ? ${shape(node.then)} : ${shape(node.otherwise)})`;
  }
}

describe('expressions are divided as Firebase’s grammar does', () => {
  it.each([
    ['a || b && c', '(a || (b && c))'],
    ['a && b || c && d', '((a && b) || (c && d))'],
    ['!a.b && c', '((! a.b) && c)'],
    ['!a == b', '((! a) == b)'],
    ["!('x' in y)", '(! ("x" in y))'],
    ["!'x' in y", '((! "x") in y)'],
    ['a == b in c', '((a == b) in c)'],
    ['a is string == b', '((a is string) == b)'],
    ['a == b is bool', '((a == b) is bool)'],
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['a < b == c > d', '((a < b) == (c > d))'],
    ['a ? b : c ? d : e', '(a ? b : (c ? d : e))'],
    ['a || b ? c : d', '((a || b) ? c : d)'],
    ['(a || b) && c', '((a || b) && c)'],
    ['-a.b + 1', '((minus a.b) + 1)'],
    ['!!a', '(! (! a))'],
    ['get(/a/$(b.c)/d).data.e', 'get(/a/$(b.c)/d).data.e'],
    ['get(/databases/(default)/documents/x).id', 'get(/databases/(default)/documents/x).id'],
    ['a.get(["x", "y"], null)[0]', 'a.get(["x", "y"], null)[0]'],
    ['a[1:] == b[:2]', '(a[1:] == b[:2])'],
    ['{"a": 1, "b": [.5, 2.,],}', '{"a": 1, "b": [0.5, 2]}'],
    ["'\\\\u0041' + '\\u0041\\x42\\103\\n'", '("\\\\u0041" + "ABC\\n")'],
    ["'it\\'s' + \"\\\\d\" + b'x'", '(("it\'s" + "\\\\d") + b"x")'],
    ['a / b % c', '((a / b) % c)'],
    ['a == /b/c', '(a == /b/c)'],
    ['a // no\n /* nor\n this */ && b', '(a && b)'],
    ['request.in.match', 'request.in.match'],
  ])('%s', (written, divided) => {
    expect(shape(conditionOf(written))).toBe(divided);
    expect(() => parseForESLint(around(written))).not.toThrow();
  });
});

it('knows version, functions with variables, several operations and wildcards, and where each stands', () => {
  const source = `rules_version = "2";
function outer() { return true }
service cloud.firestore {
  match /databases/{database}/documents {
    function f(a, b) { let c = a; let d = b; return c == d; }
    match /x/{y}/{z=**} { allow get, list; allow write: if f(y, 1); }
  }
}`;
  const tree = parseRules(source);
  expect(tree.version?.text).toBe('2');
  expect(tree.functions.map(({ name }) => name)).toEqual(['outer']);
  const documents = tree.services[0]?.matches[0];
  expect(documents?.functions[0]).toMatchObject({ name: 'f', parameters: ['a', 'b'] });
  expect(documents?.functions[0]?.lets.map(({ name }) => name)).toEqual(['c', 'd']);
  const inner = documents?.matches[0];
  expect(inner?.path).toEqual([
    { kind: 'name', name: 'x' },
    { kind: 'one', variable: 'y' },
    { kind: 'many', variable: 'z' },
  ]);
  expect(inner?.allows[0]).toMatchObject({ operations: ['get', 'list'], condition: null });
  const [, write] = inner?.allows ?? [];
  expect(source.slice(write?.start, write?.end)).toBe('allow write: if f(y, 1)');
  expect(positionAt(source, write?.start ?? 0)).toEqual({ line: 6, column: 44 });
  expect(source[documents?.close ?? 0]).toBe('}');
});

/** Rules that people wrote: of this repository, with what they have of every feature. */
const FILES = globSync('{firestore.rules,{lab,test,packages,web,functions}/**/*.rules}', {
  exclude: ['**/node_modules/**'],
});

it.each(FILES)('reads %s, as Firebase’s grammar does', (file) => {
  const text = readFileSync(file, 'utf8');
  // The lab keeps only what goes into a match.
  const source = /^service /m.test(text)
    ? text
    : `service cloud.firestore { match /databases/{database}/documents { ${text} } }`;
  expect(() => parseForESLint(source)).not.toThrow();
  expect(parseRules(source).services).toHaveLength(1);
});

it.each([
  ['rules_version = 2;', 'a text in quotes', 1],
  ['service cloud.firestore { allow read; }', '`match`, `function` or `}`', 1],
  ['service cloud.firestore {\n match users { } }', 'a path', 2],
  ['service cloud.firestore {\n match /a {\n allow read: true; } }', '`if`', 3],
  [around('a &&'), 'a value', 1],
  [around('"a'), 'a text in quotes', 1],
  [around('a b'), '`allow`', 1],
  [around('f(a'), '`)`', 1],
  ['service cloud.firestore { function f() { let a = 1 return a; } }', '`;`', 1],
  ['service cloud.firestore { match /a { allow read;', 'the end of the file', 1],
  [around('('.repeat(2000)), 'nested too deeply', 1],
  [around('!'.repeat(2000)), 'nested too deeply', 1],
  [`service cloud.firestore { ${'match /a/{b} { '.repeat(2000)}`, 'nested too deeply', 1],
  [around("'\\q'"), 'a text in quotes', 1],
  [around("'\\477'"), 'a text in quotes', 1],
  [around(`/* ${'/* '.repeat(1000)}`), 'has no end', 1],
  [around('true'.padEnd(300_000)), 'longer than 256 KB', 1],
  ['service cloud.firestore {\n match /a/{b=**}/{c=**} { } }', 'one `{name=**}` at most', 2],
  ['service cloud.firestore { match /{b=**} {\n match /{c=**} { } } }', 'at most', 2],
])('says what is wrong with %.40s, and where', (source, message, line) => {
  let thrown: unknown;
  try {
    parseRules(source);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(RulesSyntaxError);
  expect((thrown as RulesSyntaxError).message).toContain(message);
  expect(positionAt(source, (thrown as RulesSyntaxError).at).line).toBe(line);
});
