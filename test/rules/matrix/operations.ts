import { type Fields, SERVER_TIME } from '../support/fields.ts';
import { fromNow, markerDocument, storedPost, userDocument, VERSION } from '../support/people.ts';
import type { Documents, Request } from '../support/rules-project.ts';

/** Kinds of fields that a write of docs/rules-matrix.md has. */
export const fieldKinds = [
  'allowed',
  'role',
  'version',
  'unknown',
  'nested',
  'wrong type',
  'oversize',
] as const;
export type FieldKind = (typeof fieldKinds)[number];

/** What a column of a table is about: documents that one person reads and writes. */
export interface Target {
  /** What must exist. `me` is the person's uid. */
  readonly given: (me: string) => Documents;
  /** The document that is there. */
  readonly path: (me: string) => string;
  /** One that is not, or the same where there can be only one. */
  readonly fresh: (me: string) => string;
  readonly list: (me: string) => Request;
  readonly creation: (me: string, kind: FieldKind) => Fields;
  readonly change: (kind: FieldKind) => Fields;
}

/** Fields that a well-behaved app would write, spoilt in one of the ways. */
function spoil(kind: FieldKind, allowed: Fields, text: string, limit: number): Fields {
  const spoilt: Record<FieldKind, Fields> = {
    allowed: {},
    role: { role: 'superuser' },
    version: { version: VERSION + 1, cv: VERSION + 1 },
    unknown: { nickname: 'x' },
    nested: { [text]: { role: 'owner' } },
    'wrong type': { [text]: 42 },
    oversize: { [text]: 'x'.repeat(limit + 1) },
  };
  return { ...allowed, ...spoilt[kind] };
}

/**
 * Another user, a different one for each person: writes of the same document wait for each other, and
 * Firestore gives up some of them.
 */
const other = (me: string) => `other-of-${me}`;
const own = (me: string) => me;

const user = (path: (me: string) => string): Target => ({
  given: (me) => ({ [`users/${other(me)}`]: userDocument('viewer') }),
  path,
  fresh: path,
  list: () => ({ list: 'users' }),
  creation: (_, kind) => spoil(kind, userDocument(null), 'displayName', 100),
  change: (kind) =>
    spoil(kind, { displayName: 'New', profileEditedAt: SERVER_TIME }, 'displayName', 100),
});

const marker = (path: (me: string) => string): Target => ({
  given: (me) => ({ [`userClaims/${other(me)}`]: markerDocument('viewer') }),
  path,
  fresh: path,
  list: () => ({ list: 'userClaims' }),
  creation: (_, kind) => spoil(kind, markerDocument(null), 'status', 100),
  change: (kind) => spoil(kind, { claimsUpdatedAt: SERVER_TIME }, 'status', 100),
});

/** Documents that functions write. */
const served = (collection: string, text: string): Target => ({
  given: (me) => ({ [`${collection}/for-${me}`]: { [text]: 'A text', at: fromNow(-60) } }),
  path: (me) => `${collection}/for-${me}`,
  fresh: (me) => `${collection}/of-${me}`,
  list: () => ({ list: collection }),
  creation: (_, kind) => spoil(kind, { [text]: 'A text', at: SERVER_TIME }, text, 500),
  change: (kind) => spoil(kind, { [text]: 'New' }, text, 500),
});

const access: Target = {
  // What it says depends on the person.
  given: () => ({}),
  path: () => 'settings/access',
  fresh: () => 'settings/access',
  list: () => ({ list: 'settings' }),
  creation: (_, kind) => spoil(kind, { lockdown: false, minimumAuthTime: null }, 'lockdown', 100),
  change: (kind) => spoil(kind, { lockdown: false }, 'lockdown', 100),
};

const post = (author: (me: string) => string, status: 'draft' | 'published'): Target => {
  const path = (me: string) => `posts/${status}-of-${author(me)}`;
  return {
    given: (me) => ({ [path(me)]: storedPost(author(me), status) }),
    path,
    fresh: (me) => `posts/new-of-${me}`,
    list: (me) => ({ list: 'posts', where: { status, authorId: author(me) } }),
    creation: (me, kind) => {
      const times = { createdAt: SERVER_TIME, updatedAt: SERVER_TIME };
      return spoil(kind, { ...storedPost(author(me), status), ...times }, 'title', 200);
    },
    change: (kind) => spoil(kind, { title: 'New', updatedAt: SERVER_TIME }, 'title', 200),
  };
};

/** By the headings and columns of docs/rules-matrix.md. */
export const targets: Readonly<Record<string, Readonly<Record<string, Target>>>> = {
  users: {
    own: user((me) => `users/${me}`),
    'another user’s': user((me) => `users/${other(me)}`),
  },
  userClaims: {
    own: marker((me) => `userClaims/${me}`),
    'another user’s': marker((me) => `userClaims/${other(me)}`),
  },
  'auditLog, invites, jobs, directory': {
    auditLog: served('auditLog', 'reason'),
    invites: served('invites', 'email'),
    jobs: served('jobs', 'kind'),
    'setAside of a job': served('jobs/known/setAside', 'message'),
    directory: served('directory', 'name'),
  },
  'settings, and what the rules do not name': {
    'settings/access': access,
    'other settings': served('settings', 'text'),
    'any other collection': served('secrets', 'text'),
  },
  posts: {
    'own draft': post(own, 'draft'),
    'another author’s draft': post(other, 'draft'),
    'own published': post(own, 'published'),
    'another author’s published': post(other, 'published'),
  },
};

/** An operation with the fields that it writes. */
export type Operation =
  | { readonly name: 'get' | 'list' | 'delete' }
  | { readonly name: 'create' | 'update'; readonly fields: FieldKind };

export const operations: readonly Operation[] = [
  { name: 'get' },
  { name: 'list' },
  ...fieldKinds.map((fields) => ({ name: 'create', fields }) as const),
  ...fieldKinds.map((fields) => ({ name: 'update', fields }) as const),
  { name: 'delete' },
];

/** The request with which this person tries the operation. */
export function requestFor(target: Target, operation: Operation, me: string): Request {
  switch (operation.name) {
    case 'get':
      return { get: target.path(me) };
    case 'list':
      return target.list(me);
    case 'create':
      return { create: target.fresh(me), fields: target.creation(me, operation.fields) };
    case 'update':
      return { update: target.path(me), fields: target.change(operation.fields) };
    case 'delete':
      return { delete: target.path(me) };
  }
}
