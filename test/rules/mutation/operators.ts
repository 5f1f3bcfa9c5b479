import type { Change, Place } from './mutate-rules.ts';
import type { Node } from './parse-rules.ts';

/** What is done to the rules, by what it is called in the results. */
export const OPERATORS: Readonly<Record<string, (place: Place) => readonly Change[]>> = {
  'drop a conjunct': (place) =>
    binary(place, '&&', (left, right) => [right, left].map((kept) => kept.text)),
  'drop an alternative': (place) =>
    binary(place, '||', (left, right) => [right, left].map((kept) => kept.text)),
  '&& to ||': (place) => binary(place, '&&', (left, right) => [`${left.text} || ${right.text}`]),
  '|| to &&': (place) => binary(place, '||', (left, right) => [`${left.text} && ${right.text}`]),
  negate: ({ node, within: [parent] }) =>
    isCondition(node, parent) ? [{ node, text: `(!(${node.text}))` }] : [],
  'drop a negation': ({ node }) => {
    const [not, operand] = node.children;
    return isExpression(node) && not?.text === '!' && operand ? [{ node, text: operand.text }] : [];
  },
  'another comparison': (place) =>
    Object.entries(COMPARISONS).flatMap(([operator, others]) =>
      binary(place, operator, (left, right) =>
        others.map((other) => `${left.text} ${other} ${right.text}`),
      ),
    ),
  'other arithmetic': (place) =>
    Object.entries(ARITHMETIC).flatMap(([operator, other]) =>
      binary(place, operator, (left, right) => [`${left.text} ${other} ${right.text}`]),
    ),
  'any type': (place) => binary(place, 'is', () => ['true']),
  'anywhere in or out of a list': (place) => binary(place, 'in', () => ['true', 'false']),
  'one side of a choice': ({ node }) => {
    const [, question, yes, , no] = node.children;
    return isExpression(node) && question?.text === '?' && yes && no
      ? [yes, no].map((kept) => ({ node, text: `(${kept.text})` }))
      : [];
  },
  'allow any user': ({ node, within: [parent] }) =>
    isExpression(node) && parent?.rule === 'permissionBody' ? [{ node, text: 'true' }] : [],
  'allow no user': ({ node, within: [parent] }) =>
    isExpression(node) && parent?.rule === 'permissionBody' ? [{ node, text: 'false' }] : [],
  'allow more': ({ node }) =>
    node.rule === 'operationId'
      ? (MORE_THAN[node.text]?.map((method) => ({ node, text: `${node.text}, ${method}` })) ?? [])
      : [],
  'widen a path': ({ node, within }) => widened(node, within),
  'look elsewhere': ({ node }) =>
    node.rule === 'pathDeclSegment'
      ? Object.entries(LOOKED_UP).flatMap(([from, to]) =>
          node.text === from ? [{ node, text: to }] : [],
        )
      : [],
  'another check': ({ node, within: [parent] }) =>
    node.rule === 'localFunctionId' &&
    parent?.rule !== 'functionDeclaration' &&
    CHECKS.includes(node.text)
      ? CHECKS.map((text) => ({ node, text }))
      : [],
  'another permission': ({ node, within }) =>
    isLiteral(node) && isArgumentOf(within, CHECKS)
      ? PERMISSIONS.map((permission) => ({ node, text: `'${permission}'` }))
      : [],
  'the document before or after': ({ node }) =>
    Object.entries(SIDES).flatMap(([from, to]) =>
      node.rule === 'simpleExpression' && node.text === from ? [{ node, text: to }] : [],
    ),
  'another method': ({ node }) =>
    node.rule === 'memberId' ? (MEMBERS[node.text] ?? []).map((text) => ({ node, text })) : [],
  'one more or less': ({ node }) =>
    isLiteral(node) && /^\d+$/.test(node.text)
      ? [1, -1].map((by) => ({ node, text: `(${Number(node.text) + by})` }))
      : [],
  'another text': ({ node }) =>
    isLiteral(node) && /^'.*'$/s.test(node.text)
      ? [{ node, text: `${node.text.slice(0, -1)}~'` }]
      : [],
  'a looser pattern': ({ node, within }) =>
    isLiteral(node) && isArgumentOf(within, ['matches'])
      ? [
          `'.*${node.text.slice(1)}`,
          `${node.text.slice(0, -1)}.*'`,
          node.text.replace('https', 'https?'),
          node.text.replace('+', '*'),
          node.text.replace('\\\\S', '.'),
        ].map((text) => ({ node, text }))
      : [],
  'true for false, a value for null': ({ node }) =>
    isLiteral(node) && node.text in OPPOSITES
      ? [{ node, text: OPPOSITES[node.text] as string }]
      : [],
  'drop an entry': ({ node }) =>
    node.rule === 'expressionList' || node.rule === 'mapEntries' ? shortened(node) : [],
  'empty a list': ({ node }) =>
    isExpression(node) && /^\[.+\]$/s.test(node.text) ? [{ node, text: '[]' }] : [],
  'something in an empty list': ({ node }) =>
    isExpression(node) && node.text === '[]' ? [{ node, text: "['posts.read']" }] : [],
  'one entry more': ({ node }) =>
    isExpression(node) && /^\[\s*'.+\]$/s.test(node.text)
      ? added(node.text).map((entry) => ({
          node,
          text: `${node.text.slice(0, -1).trimEnd()}, '${entry}']`,
        }))
      : [],
  'drop a let': ({ node }) => (node.rule === 'bindingDeclaration' ? [{ node, text: '' }] : []),
};

const COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  '==': ['!='],
  '!=': ['=='],
  '>=': ['>', '<'],
  '<=': ['<', '>'],
  '>': ['>=', '<'],
  '<': ['<=', '>'],
};
const ARITHMETIC: Readonly<Record<string, string>> = { '+': '-', '-': '+', '*': '/', '/': '*' };
const WRITES = ['create', 'update', 'delete'];
/** By what is allowed: what could be, one at a time. */
const MORE_THAN: Readonly<Record<string, readonly string[]>> = {
  get: ['list', ...WRITES],
  list: ['get', ...WRITES],
  read: WRITES,
  create: ['get', 'list', 'update', 'delete'],
  update: ['get', 'list', 'create', 'delete'],
  delete: ['get', 'list', 'create', 'update'],
};
const LOOKED_UP: Readonly<Record<string, string>> = {
  '/users': '/userClaims',
  '/userClaims': '/users',
  '/settings': '/users',
  '/access': '/other',
};
const CHECKS = ['can', 'canCurrent', 'canNow'];
const PERMISSIONS = [
  'posts.read',
  'posts.write',
  'posts.publish',
  'people.read',
  'roles.grant',
  'audit.read',
  'settings.change',
];
const SIDES: Readonly<Record<string, string>> = {
  'request.resource.data': 'resource.data',
  'resource.data': 'request.resource.data',
};
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  hasOnly: ['hasAny', 'hasAll'],
  affectedKeys: ['addedKeys', 'changedKeys', 'removedKeys', 'unchangedKeys'],
  toMillis: ['nanos', 'seconds'],
};
const OPPOSITES: Readonly<Record<string, string>> = {
  true: 'false',
  false: 'true',
  null: "'owner'",
};

const isExpression = (node: Node): boolean => node.rule === 'expression';
const isLiteral = (node: Node): boolean => node.rule === 'literal';

/** What the operator makes of the two sides, each as another text for the whole. */
function binary(
  { node }: Place,
  operator: string,
  change: (left: Node, right: Node) => readonly string[],
): Change[] {
  const [left, between, right, more] = node.children;
  if (!isExpression(node) || !left || !right || more || between?.text !== operator) return [];
  return change(left, right).map((text) => ({ node, text: `(${text})` }));
}

/** Whether something is allowed or not by it: part of a conjunction or alternative, or all there is. */
function isCondition(node: Node, parent: Node | undefined): boolean {
  if (!isExpression(node) || !parent) return false;
  if (['permissionBody', 'returnStatement'].includes(parent.rule)) return true;
  const [first, between] = parent.children;
  if (!isExpression(parent)) return false;
  return ['&&', '||'].includes(between?.text ?? '') || (between?.text === '?' && first === node);
}

function isArgumentOf(within: readonly Node[], functions: readonly string[]): boolean {
  const call = within[3];
  const name = call?.children.find(({ rule }) => ['localFunctionId', 'memberId'].includes(rule));
  return functions.includes(name?.text ?? '');
}

/** What a list of permissions lacks, or what a list of statuses or fields must not have. */
function added(list: string): readonly string[] {
  if (list.includes("'posts.read'")) return PERMISSIONS.filter((one) => !list.includes(one));
  if (list.includes("'draft'")) return ['archived', ''];
  return ['role', 'email', 'updatedBy'].filter((one) => !list.includes(`'${one}'`));
}

/** The list without one of its entries, each in turn. */
function shortened(list: Node): Change[] {
  const entries = list.children.filter(({ text }) => text !== ',');
  if (entries.length < 2) return [];
  return entries.map((dropped) => ({
    node: list,
    text: entries
      .filter((entry) => entry !== dropped)
      .map(({ text }) => text)
      .join(', '),
  }));
}

/** `/posts/{post}` as `/posts/{post=**}`, `/settings/access` as `/settings/{any}`, and the like. */
function widened(node: Node, within: readonly Node[]): Change[] {
  if (node.rule !== 'pathDeclSegment' || within[0]?.rule !== 'pathDecl') return [];
  const capture = /^\/\{(\w+)\}$/.exec(node.text)?.[1];
  if (capture) return [{ node, text: `/{${capture}=**}` }];
  // A wildcard in front of the first segment: collections of this name at any depth.
  return [
    { node, text: '/{any}' },
    { node, text: `/{above=**}${node.text}` },
  ];
}
