import {
  Bytes,
  collection,
  deleteDoc,
  doc,
  type Firestore,
  GeoPoint,
  getDoc,
  getDocs,
  query,
  setDoc,
  where,
} from 'firebase/firestore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAllowed } from './outcomes.ts';
import { newPost, storedPost } from './posts.ts';
import { person, secondsFromNow, timeFromNow } from './principals.ts';
import { openTestProject, type TestProject } from './test-project.ts';

type Operations = Record<string, (db: Firestore, uid: string) => Promise<unknown>>;

const byToken: Operations = {
  'get a published post': (db) => getDoc(doc(db, 'posts/published')),
  'list the published posts': (db) =>
    getDocs(query(collection(db, 'posts'), where('status', '==', 'published'))),
  'get a draft': (db) => getDoc(doc(db, 'posts/draft')),
  'list all posts': (db) => getDocs(collection(db, 'posts')),
};

const byDocument: Operations = {
  "get somebody's profile": (db) => getDoc(doc(db, 'users/somebody')),
  "get somebody's marker": (db) => getDoc(doc(db, 'userClaims/somebody')),
  'list the audit log': (db) => getDocs(collection(db, 'auditLog')),
  'get the settings': (db) => getDoc(doc(db, 'settings/access')),
  'list the invites': (db) => getDocs(collection(db, 'invites')),
  'list the jobs': (db) => getDocs(collection(db, 'jobs')),
  'create a draft': (db, uid) => setDoc(doc(db, 'posts', `of-${uid}`), newPost(uid)),
  'delete a post': (db, uid) => deleteDoc(doc(db, 'posts', `not-of-${uid}`)),
};

let project: TestProject;
let people = 0;

beforeAll(async () => {
  project = await openTestProject([]);
  await project.seed({
    'posts/published': storedPost('somebody', 'published'),
    'posts/draft': storedPost('somebody', 'draft'),
  });
});

afterAll(() => project?.close());

/** Which of the operations somebody with this token and document gets through with. */
async function allowedOperations(
  operations: Operations,
  claims: Readonly<Record<string, unknown>>,
  document: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  people += 1;
  const uid = `person-${people}`;
  await project.seed({
    [`users/${uid}`]: document,
    [`posts/not-of-${uid}`]: storedPost('somebody', 'published'),
  });
  const db = project.as({ uid, claims, document });
  const outcomes = await Promise.all(
    Object.entries(operations).map(async ([name, attempt]) =>
      (await isAllowed(attempt(db, uid))) ? [name] : [],
    ),
  );
  return outcomes.flat();
}

/** Values that look like a role to a person, or to careless code, and are none. */
const notRoles: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a number', 42],
  ['true', true],
  ['an empty text', ''],
  ['a capital letter', 'Admin'],
  ['a blank after it', 'Admin '],
  ['a blank before it', ' owner'],
  ['a line break after it', 'owner\n'],
  ['an unknown role', 'superuser'],
  ['two roles in one text', 'viewer,owner'],
  ['a permission', 'posts.read'],
  ['an empty list', []],
  ['a list of a role, a path into the role table', ['owner']],
  ['a list of all roles', ['viewer', 'editor', 'admin', 'owner']],
  ['an empty map', {}],
  ['a map with a role in it', { role: 'owner' }],
  ['a map from role to true', { owner: true }],
];

describe('in the token', () => {
  const withoutRole = person(null);

  it('lets a readable role through, so that the refusals below mean something', async () => {
    for (const claims of [
      { role: 'owner' },
      { role: 'owner', rx: null },
      { role: 'owner', rx: secondsFromNow(60) },
    ]) {
      expect(await allowedOperations(byToken, claims, withoutRole)).toEqual(Object.keys(byToken));
    }
  });

  it.each(notRoles)('grants nothing for a role that is %s', async (_, role) => {
    expect(await allowedOperations(byToken, { role }, withoutRole)).toEqual([]);
  });

  it.each([
    ['a claim of another name', { admin: true, owner: true, Role: 'owner' }],
    ['a list of roles', { roles: ['owner'] }],
    ['permissions', { permissions: ['posts.read', 'posts.write'] }],
    ['an expiry alone', { rx: secondsFromNow(60) }],
  ])('grants nothing for %s', async (_, claims) => {
    expect(await allowedOperations(byToken, claims, withoutRole)).toEqual([]);
  });

  it.each([
    ['a second ago', secondsFromNow(-1)],
    ['zero', 0],
    ['negative', -secondsFromNow(60)],
    ['a fraction', secondsFromNow(60) + 0.5],
    ['beyond all whole numbers', 1e300],
    ['a text', String(secondsFromNow(60))],
    ['a date as text', '2099-01-01T00:00:00Z'],
    ['false', false],
    ['true', true],
    ['a list', [secondsFromNow(60)]],
    ['a map', { seconds: secondsFromNow(60) }],
  ])('grants nothing when the expiry is %s', async (_, rx) => {
    expect(await allowedOperations(byToken, { role: 'owner', rx }, withoutRole)).toEqual([]);
  });

  it('grants nothing from the very second on in which the grant ends', async () => {
    const second = () => Math.floor(Date.now() / 1000);
    // Only an attempt within the one second says something about it; a busy machine may need more.
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const rx = second();
      expect(await allowedOperations(byToken, { role: 'owner', rx }, withoutRole)).toEqual([]);
      if (second() === rx) return;
    }
  });
});

describe('in the document', () => {
  const ownerByToken = { role: 'owner', cv: 1 };
  const { disabled, ...withoutDisabled } = person('owner');
  const { roleExpiresAt, ...withoutExpiry } = person('owner');
  const { role, ...withoutRole } = person('owner');

  it.each([
    ['everything in it', person('owner')],
    ['no `disabled`', withoutDisabled],
    ['no `roleExpiresAt`', withoutExpiry],
    ['only a role', { role: 'owner' }],
    ['a grant that still runs', person('owner', { roleExpiresAt: timeFromNow(60) })],
  ])('lets a readable role through, with %s', async (_, document) => {
    expect(await allowedOperations(byDocument, {}, document)).toEqual(Object.keys(byDocument));
  });

  it.each([
    ...notRoles,
    ['a timestamp', timeFromNow(60)],
    ['bytes', Bytes.fromUint8Array(new TextEncoder().encode('owner'))],
    ['a place', new GeoPoint(0, 0)],
  ] as const)('grants nothing for a role that is %s', async (_, value) => {
    expect(await allowedOperations(byDocument, ownerByToken, person(value))).toEqual([]);
  });

  it('grants nothing without a role, whatever the token says', async () => {
    expect(await allowedOperations(byDocument, ownerByToken, withoutRole)).toEqual([]);
  });

  it.each([
    ['true', true],
    ['null', null],
    ['a text', 'false'],
    ['an empty text', ''],
    ['zero', 0],
    ['an empty list', []],
    ['a list of false', [false]],
    ['a map', {}],
    ['a timestamp', timeFromNow(60)],
  ])('grants nothing when `disabled` is %s', async (_, value) => {
    const document = person('owner', { disabled: value });
    expect(await allowedOperations(byDocument, ownerByToken, document)).toEqual([]);
  });

  it.each([
    ['this second, when the grant ends', timeFromNow(0)],
    ['a second ago', timeFromNow(-1)],
    ['a text', '2099-01-01T00:00:00Z'],
    ['seconds', secondsFromNow(60)],
    ['milliseconds', secondsFromNow(60) * 1000],
    ['zero', 0],
    ['false', false],
    ['an empty text', ''],
    ['a list', [timeFromNow(60)]],
    ['a map', { seconds: secondsFromNow(60), nanoseconds: 0 }],
  ])('grants nothing when `roleExpiresAt` is %s', async (_, value) => {
    const document = person('owner', { roleExpiresAt: value });
    expect(await allowedOperations(byDocument, ownerByToken, document)).toEqual([]);
  });
});

it('holds for the very next request when the document changes, in both directions, with the same token', async () => {
  const editor = { uid: 'edited', claims: { role: 'editor', cv: 1 }, document: null };
  const db = project.as(editor);
  const write = (id: string) => isAllowed(setDoc(doc(db, 'posts', id), newPost('edited')));
  const outcomes: boolean[] = [];
  for (const [index, document] of [
    person('editor'),
    person('viewer'),
    person('editor'),
    person('editor', { disabled: true }),
    person('editor'),
    person('editor', { roleExpiresAt: timeFromNow(-1) }),
    person('admin'),
    person(null),
  ].entries()) {
    await project.seed({ 'users/edited': document });
    outcomes.push(await write(`edited-${index}`));
  }
  expect(outcomes).toEqual([true, false, true, false, true, false, true, false]);
});
