import { describe, expect, it } from 'vitest';
import { parseRules } from '../parse-rules.ts';
import { judge, rulesFor } from './judge.ts';
import { bool, map, text, type Value } from './values.ts';

/** What a condition says to Ada, who writes a field of her document; everything else about it is open. */
function says(condition: string, beside: { helpers?: string; before?: string } = {}) {
  const source = `${beside.before ?? ''} service cloud.firestore {
    match /databases/{database}/documents {
      ${beside.helpers ?? ''}
      match /users/{uid} { allow update: if ${condition}; }
    }
  }`;
  const [rule] = rulesFor(parseRules(source), 'update', 'users/ada', '(default)');
  if (rule === undefined) throw new Error('No rule is asked.');
  return judge(source, rule, {
    database: '(default)',
    operation: 'update',
    path: 'users/ada',
    principal: { uid: 'ada', claims: {} },
    facts: {
      before: new Map<string, Value>([['role', text('viewer')]]),
      changes: new Map<string, Value>([['role', text('owner')]]),
      closed: { fields: false, changes: false },
      writable: true,
    },
    others: new Map<string, Value | null>([['settings/access', null]]),
    otherwise: new Map<string, Value | null>([['settings/access', map({ isOpen: bool(true) })]]),
    now: Date.UTC(2026, 0),
  }).verdict;
}

const repeated = (times: number, part: (at: number) => string) =>
  Array.from({ length: times }, (_, at) => part(at)).join(' ');

/** A function of variables, each of which is made of the one before it. */
const variables = (first: string, next: (at: number) => string, result: string) =>
  `function f() { let v0 = ${first}; ${repeated(60, (at) => `let v${at + 1} = ${next(at)};`)} return ${result}; }`;

const after = 'request.resource.data';

describe('rules that are long, deep or turn in circles come to an end, and are not called refused:', () => {
  it.each<[string, string, string?]>([
    ['a variable that names itself', 'f()', 'function f() { let a = a; return a; }'],
    ['a function that calls itself', 'f()', 'function f() { return f(); }'],
    ['one that does so twice', 'f()', 'function f() { return f() || f(); }'],
    [
      'calls that double',
      'd0(1)',
      `${repeated(19, (at) => `function d${at}(x) { return d${at + 1}(x) || d${at + 1}(x); }`)} function d19(x) { return x == ${after}.a; }`,
    ],
    ['3,000 alternatives', `false${` || ${after}.a == [1, ${after}.b]`.repeat(3000)}`],
    ['6,000 members', `${after}${'.a'.repeat(6000)}`],
    ['490 negations', `${'!'.repeat(490)}${after}.a`],
    [
      'a list that doubles',
      'f()',
      variables('[1, 2]', (at) => `v${at}.concat(v${at})`, 'v60 == []'),
    ],
    ['lists in lists', 'f()', variables('[1, 2]', (at) => `[v${at}, v${at}]`, 'v60 == v59')],
    ['a text that doubles', 'f()', variables("'ab'", (at) => `v${at} + v${at}`, "v60 == 'a'")],
    [
      'a path that doubles',
      'f()',
      variables('/a/b', (at) => `/a/$(v${at})/$(v${at})`, 'exists(v60)'),
    ],
    [
      'a text that is replaced by itself',
      'f()',
      `function f() { let v0 = 'aa'; ${repeated(12, (at) => `let v${at + 1} = v${at} + v${at};`)} return v12.replace('a', v12) == 'a'; }`,
    ],
    [
      'sets of 900',
      repeated(9, () => `[${repeated(900, (at) => `'${at}',`)}].toSet() == [].toSet() ||`).concat(
        ' false',
      ),
    ],
    ['a pattern that is tried again and again', `'${'a'.repeat(40)}'.matches('(a+)+b')`],
    ['a pattern of many repeats', `'${'a'.repeat(3000)}'.matches('a*a*a*a*a*b')`],
    [
      'many patterns',
      repeated(60, () => 'f() ||').concat(' false'),
      `function f() { return ${repeated(100, () => `'${'a'.repeat(44)}'.matches('a*a*b') ||`)} false; }`,
    ],
  ])('%s', (_, condition, helpers = '') => {
    expect(says(condition, { helpers })).toBe('cannot tell');
  });

  it('a chain that a write meets is read to its end', () => {
    expect(says(`false${' || false'.repeat(3000)} || ${after}.a == 1`)).toBe('allows');
    expect(says(`true${' && true'.repeat(3000)} && false`)).toBe('refuses');
  });
});

describe('what this program does not know is not called refused', () => {
  it.each<[string, { helpers?: string; before?: string }?]>([
    // Functions and names that stand elsewhere, or nowhere.
    ['isAdmin(uid)'],
    ['other.isAdmin(uid)', { before: "import './other.rules' as other;" }],
    ['isAdmin == 1'],
    ['f(1, 2)', { helpers: 'function f(x) { return x == 1; }' }],
    // Of texts, lists, maps and libraries.
    ["'a'.isNew()"],
    ["['a'].isNew()"],
    ["{'a': 1}.isNew()"],
    ['request.isNew == 1'],
    ["'isNew' in request"],
    ['math.isNew(1)'],
    ["request.path.isNew() == 'a'"],
    ['request.time.isNew() == 1'],
    [`${after}.diff(resource.data).isNewKeys() == 1`],
    ['1 is isNew'],
    // Sets of what is not known may be of any size.
    [`[${after}.a, ${after}.b].toSet().size() == 1`],
    [`[${after}.a, 'x'].toSet() == ['x'].toSet()`],
    ["{request.auth.token.name: 1}['x'] == 1"],
    ["{request.auth.token.name: 1} == {'x': 1}"],
    ["!('phone_number' in request.auth.token)"],
    ["request.auth.token.get('phone_number', '') == ''"],
    // Fields of one name, of two documents.
    ['!(get(/databases/$(database)/documents/users/bob).data.a == resource.data.a)'],
    [`${after}.a == -${after}.a && ${after}.a != 0`],
    // A document that may be there or not.
    ['exists(/databases/$(database)/documents/settings/access)'],
    ['get(/databases/$(database)/documents/settings/access).data.isOpen'],
    ['existsAfter(/databases/$(database)/documents/settings/access)'],
    ['exists(/databases/other/documents/settings/access)'],
  ])('%s', (condition, beside) => {
    expect(says(condition, beside)).toBe('cannot tell');
  });
});

it('a rule that allows while a document is not there, allows', () => {
  const path = '/databases/$(database)/documents/settings/access';
  expect(says(`!exists(${path})`)).toBe('allows');
  expect(says(`exists(${path}) && get(${path}).data.isOpen == false`)).toBe('refuses');
  expect(says(`exists(${path}) != exists(${path})`)).toBe('refuses');
});

describe('names of JavaScript’s own objects are names', () => {
  it.each([
    `${after}.constructor == 1`,
    `${after}.get('__proto__', 1) == 1`,
    `'toString' in ${after}`,
    `${after}.keys().hasAny(['constructor'])`,
    "{'__proto__': 1}.__proto__ == 1",
  ])('%s: a write can meet it', (condition) => expect(says(condition)).toBe('allows'));

  it.each([
    'constructor(1)',
    'math.constructor(1)',
    `${after} is __proto__`,
    "duration.value(1, 'constructor') == 1",
    `${after}.diff(resource.data).constructor() == 1`,
  ])('%s: not known', (condition) => expect(says(condition)).toBe('cannot tell'));

  it('nothing that can be allowed', () => {
    const source =
      'service cloud.firestore { match /databases/{d}/documents { match /users/{uid} { allow constructor, __proto__; } } }';
    expect(rulesFor(parseRules(source), 'update', 'users/ada', '(default)')).toEqual([]);
  });
});

describe('closed, however it is said', () => {
  const changed = `${after}.diff(resource.data).affectedKeys()`;
  it.each([
    `${changed}.difference(['name'].toSet()).size() == 0`,
    `${changed}.difference(['name'].toSet()).size() < 1`,
    `!(${changed}.difference(['name'].toSet()).size() > 0)`,
    `['name'].toSet().hasAll(${changed})`,
    `${changed}.intersection(['role', 'disabled'].toSet()).size() == 0`,
    `!('role' in ${changed}.intersection(['role', 'disabled'].toSet()))`,
    `${after}.keys().removeAll(['name']).size() == 0`,
    `${after}.keys().toSet().difference(['name'].toSet()) == [].toSet()`,
    `${after}.size() == 0`,
    "request.auth.token.email.lower() == 'boss@example.com'",
    "request.auth.token.get('email', '').trim().upper() in ['BOSS@EXAMPLE.COM']",
    "[request.auth.uid, 'x'].hasOnly(['x'])",
  ])('%s', (condition) => expect(says(condition)).toBe('refuses'));
});
