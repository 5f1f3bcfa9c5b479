import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMES } from './core/names.ts';
import { appRoles } from './testing/app-roles.ts';

const SOURCE = import.meta.dirname;

/** What runs for every app, whatever it calls its documents. */
const FILES = globSync('{functions,cli,rules,web,react}/**/*.{ts,tsx}', { cwd: SOURCE }).filter(
  (file) => !/\.test(-d)?\.tsx?$|(^|\/)testing\//.test(file),
);

/** What may stand there: fields of invites have the same names in every app. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  'functions/invites/invite-document.ts': ['email'],
  'functions/invites/end-invites.ts': ['email', 'role'],
  'functions/invites/write-invite.ts': ['email', 'role'],
  'cli/invites.ts': ['email', 'role'],
  // Of an example, for the help where there is no configuration.
  'cli/load-config.ts': ['owner'],
};

/** With the demo's content. */
const COLLECTIONS = [...Object.values(DEFAULT_NAMES.collections), 'posts'];
const FIELDS = Object.values(DEFAULT_NAMES.fields);

/** The demo's roles and permissions. */
const ROLES = [...appRoles.ranking, ...Object.values(appRoles.permissions).flat()];

/** Names that are also words of the engine's own: only where they are asked of Firestore do they say anything. */
const WORDS = [
  'users',
  'settings',
  'invites',
  'jobs',
  'changes',
  'role',
  'disabled',
  'email',
  'createdAt',
];
const NAMES = [...COLLECTIONS, ...FIELDS, ...ROLES].filter((name) => !WORDS.includes(name));

/** What takes the name of a collection, a path or a field. */
const ASKS = ['collection', 'collectionGroup', 'doc', 'where', 'orderBy', 'select', 'get'];

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The texts in a piece of source that name a document or a field of an app. */
function namesIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(namesIn);
  if (!isNode(node) || node.type === 'TSLiteralType') return [];
  const within = Object.values(node).flatMap(namesIn);
  return [...within, ...textsOf(node).filter(isPathOrName), ...askedIn(node)];
}

function textsOf(node: Node): readonly string[] {
  if (node.type === 'Literal' && typeof node.value === 'string') return [node.value];
  const { cooked } = (node.value ?? {}) as { cooked?: string };
  return node.type === 'TemplateElement' && cooked !== undefined ? [cooked] : [];
}

function isPathOrName(text: string): boolean {
  const isPath = COLLECTIONS.some((name) => new RegExp(`(^|[ (])${name}/`).test(text));
  return isPath || NAMES.includes(text);
}

function askedIn(node: Node): readonly string[] {
  const { callee, arguments: given, key, value } = node as unknown as Record<string, Node & Node[]>;
  const method = (callee?.property as Node | undefined)?.name;
  const asks = node.type === 'CallExpression' && ASKS.includes(String(method));
  const masks = node.type === 'Property' && key?.name === 'fieldMask';
  const texts = asks ? (given ?? []) : masks ? ((value?.elements ?? []) as Node[]) : [];
  return texts.flatMap(textsOf).filter((text) => [...COLLECTIONS, ...FIELDS].includes(text));
}

const inFile = (file: string) => {
  const { program } = parseSync(file, readFileSync(path.join(SOURCE, file), 'utf8'));
  const fixed = FIXED[file] ?? [];
  return namesIn(program).filter((name) => !fixed.includes(name));
};

describe('the names of an app’s documents, fields, roles and permissions', () => {
  it('stand in no source of the engine but core/names.ts', () => {
    expect(FILES.length).toBeGreaterThan(50);
    const found = FILES.flatMap((file) => inFile(file).map((name) => `${file}: ${name}`));
    expect(found).toEqual([]);
  });

  it.each([
    ["db.collection('users')", ['users']],
    ["db.doc('users/' + uid)", ['users/']],
    ['db.doc(`users/ada`)', ['users/ada']],
    ["query.where('role', '==', role)", ['role']],
    ["db.getAll(one, { fieldMask: ['disabled'] })", ['disabled']],
    ["const FIELDS = ['roleExpiresAt']", ['roleExpiresAt']],
    ["permits(roles, role, 'roles.grant')", ['roles.grant']],
    ["throw new Error('Look at settings/access.')", ['Look at settings/access.']],
    ["type Role = Person['roleExpiresAt']; export default 'role'", []],
  ])('are found: %s', (source, found) => {
    expect(namesIn(parseSync('x.ts', source).program)).toEqual(found);
  });
});
