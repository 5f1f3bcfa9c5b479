import {
  collection,
  collectionGroup,
  deleteDoc,
  doc,
  type Firestore,
  getDoc,
  getDocs,
  limit,
  query,
  serverTimestamp,
  setDoc,
  updateDoc,
  where,
} from 'firebase/firestore';
import { newPost, storedPost } from './posts.ts';
import { type PrincipalName, person } from './principals.ts';
import type { Documents } from './test-project.ts';

// Written by hand from DESIGN.md, never derived from the rules or the contract: every principal
// tries every operation, and whoever is not named here must be refused.

const nobody: PrincipalName[] = [];

const signedIn: PrincipalName[] = [
  'without role',
  'viewer',
  'editor',
  'admin',
  'owner',
  'temporary admin',
  'expired admin',
  'admin shortened since',
  'admin demoted since',
  'admin removed since',
  'viewer removed since',
  'owner disabled since',
  'owner deleted since',
  'viewer promoted to admin since',
];

// By the token: cheap, and wrong about those whose access changed until their token is refreshed.
const readersByToken: PrincipalName[] = [
  'viewer',
  'editor',
  'admin',
  'owner',
  'temporary admin',
  'admin shortened since',
  'admin demoted since',
  'admin removed since',
  'viewer removed since',
  'owner disabled since',
  'owner deleted since',
  'viewer promoted to admin since',
];
const writersByToken: PrincipalName[] = [
  'editor',
  'admin',
  'owner',
  'temporary admin',
  'admin shortened since',
  'admin demoted since',
  'admin removed since',
  'owner disabled since',
  'owner deleted since',
];

// By the document: the edit itself is the gate.
const writersNow: PrincipalName[] = [
  'editor',
  'admin',
  'owner',
  'temporary admin',
  'viewer promoted to admin since',
];
const adminsNow: PrincipalName[] = [
  'admin',
  'owner',
  'temporary admin',
  'viewer promoted to admin since',
];
const ownersNow: PrincipalName[] = ['owner'];

export interface Expectation {
  readonly operation: string;
  readonly allowed: readonly PrincipalName[];
  /** `me` is the principal's uid, `id` a document id that only this principal uses here. */
  readonly attempt: (db: Firestore, me: string, id: string) => Promise<unknown>;
  /** What must exist before. */
  readonly given?: (me: string, id: string) => Documents;
}

export const marker = { version: 1, role: 'viewer', status: 'applied', problem: null };
const note = { text: 'a note' };

const users: Expectation[] = [
  {
    operation: 'get their own',
    allowed: signedIn,
    attempt: (db, me) => getDoc(doc(db, 'users', me)),
  },
  {
    operation: "get somebody else's",
    allowed: adminsNow,
    attempt: (db) => getDoc(doc(db, 'users/somebody')),
  },
  { operation: 'list', allowed: adminsNow, attempt: (db) => getDocs(collection(db, 'users')) },
  {
    operation: 'create',
    allowed: nobody,
    attempt: (db, _, id) => setDoc(doc(db, 'users', id), person('viewer')),
  },
  {
    operation: 'update the name and the picture of their own',
    allowed: signedIn.filter(
      (name) => !['owner disabled since', 'owner deleted since'].includes(name),
    ),
    attempt: (db, me) =>
      updateDoc(doc(db, 'users', me), {
        displayName: 'New',
        photoURL: 'https://example.com/me.png',
      }),
  },
  {
    operation: "update the name in somebody else's",
    allowed: nobody,
    attempt: (db) => updateDoc(doc(db, 'users/somebody'), { displayName: 'New' }),
  },
  {
    operation: 'update the role in their own',
    allowed: nobody,
    attempt: (db, me) => updateDoc(doc(db, 'users', me), { role: 'superuser' }),
  },
  {
    operation: "update the role in somebody else's",
    allowed: nobody,
    attempt: (db) => updateDoc(doc(db, 'users/somebody'), { role: 'editor' }),
  },
  {
    operation: 'delete their own',
    allowed: nobody,
    attempt: (db, me) => deleteDoc(doc(db, 'users', me)),
  },
  {
    operation: "delete somebody else's",
    allowed: nobody,
    attempt: (db) => deleteDoc(doc(db, 'users/somebody')),
  },
];

const userClaims: Expectation[] = [
  {
    operation: 'get their own',
    allowed: signedIn,
    given: (me) => ({ [`userClaims/${me}`]: marker }),
    attempt: (db, me) => getDoc(doc(db, 'userClaims', me)),
  },
  {
    operation: "get somebody else's",
    allowed: adminsNow,
    attempt: (db) => getDoc(doc(db, 'userClaims/somebody')),
  },
  { operation: 'list', allowed: adminsNow, attempt: (db) => getDocs(collection(db, 'userClaims')) },
  {
    operation: 'create',
    allowed: nobody,
    attempt: (db, _, id) => setDoc(doc(db, 'userClaims', id), marker),
  },
  {
    operation: 'update their own',
    allowed: nobody,
    attempt: (db, me) => updateDoc(doc(db, 'userClaims', me), { version: 2 }),
  },
  {
    operation: "update somebody else's",
    allowed: nobody,
    attempt: (db) => updateDoc(doc(db, 'userClaims/somebody'), { version: 2 }),
  },
  {
    operation: 'delete their own',
    allowed: nobody,
    attempt: (db, me) => deleteDoc(doc(db, 'userClaims', me)),
  },
  {
    operation: "delete somebody else's",
    allowed: nobody,
    attempt: (db) => deleteDoc(doc(db, 'userClaims/somebody')),
  },
];

const posts: Expectation[] = [
  {
    operation: 'get a published one',
    allowed: readersByToken,
    attempt: (db) => getDoc(doc(db, 'posts/published')),
  },
  {
    operation: 'get a draft',
    allowed: writersByToken,
    attempt: (db) => getDoc(doc(db, 'posts/draft')),
  },
  {
    operation: 'get their own draft',
    allowed: writersByToken,
    given: (me, id) => ({ [`posts/${id}`]: storedPost(me, 'draft') }),
    attempt: (db, _, id) => getDoc(doc(db, 'posts', id)),
  },
  {
    operation: 'list the published ones',
    allowed: readersByToken,
    attempt: (db) =>
      getDocs(query(collection(db, 'posts'), where('status', '==', 'published'), limit(1))),
  },
  {
    operation: 'list the drafts',
    allowed: writersByToken,
    attempt: (db) =>
      getDocs(query(collection(db, 'posts'), where('status', '==', 'draft'), limit(1))),
  },
  {
    operation: 'list all',
    allowed: writersByToken,
    attempt: (db) => getDocs(query(collection(db, 'posts'), limit(1))),
  },
  {
    operation: 'create a draft',
    allowed: writersNow,
    attempt: (db, me, id) => setDoc(doc(db, 'posts', id), newPost(me)),
  },
  {
    operation: "create a draft in somebody else's name",
    allowed: nobody,
    attempt: (db, _, id) => setDoc(doc(db, 'posts', id), newPost('somebody')),
  },
  {
    operation: 'create a published one',
    allowed: nobody,
    attempt: (db, me, id) => setDoc(doc(db, 'posts', id), { ...newPost(me), status: 'published' }),
  },
  ...(
    [
      ['update the text of their own draft', 'me', 'draft', { title: 'New' }, writersNow],
      [
        "update the text of somebody else's draft",
        'somebody',
        'draft',
        { title: 'New' },
        adminsNow,
      ],
      ['update the text of their own published', 'me', 'published', { body: 'New' }, adminsNow],
      [
        "update the text of somebody's published",
        'somebody',
        'published',
        { body: 'New' },
        adminsNow,
      ],
      ['publish their own draft', 'me', 'draft', { status: 'published' }, adminsNow],
      ["publish somebody else's draft", 'somebody', 'draft', { status: 'published' }, adminsNow],
      ['withdraw their own published', 'me', 'published', { status: 'draft' }, adminsNow],
      [
        "withdraw somebody else's published",
        'somebody',
        'published',
        { status: 'draft' },
        adminsNow,
      ],
      ['hand their own draft to another author', 'me', 'draft', { authorId: 'else' }, nobody],
    ] as const
  ).map(
    ([operation, author, status, change, allowed]): Expectation => ({
      operation,
      allowed,
      given: (me, id) => ({ [`posts/${id}`]: storedPost(author === 'me' ? me : author, status) }),
      attempt: (db, _, id) =>
        updateDoc(doc(db, 'posts', id), { ...change, updatedAt: serverTimestamp() }),
    }),
  ),
  {
    operation: "take over somebody else's draft",
    allowed: nobody,
    given: (_, id) => ({ [`posts/${id}`]: storedPost('somebody', 'draft') }),
    attempt: (db, me, id) =>
      updateDoc(doc(db, 'posts', id), { authorId: me, updatedAt: serverTimestamp() }),
  },
  ...(
    [
      ['delete their own draft', 'me', 'draft', writersNow],
      ["delete somebody else's draft", 'somebody', 'draft', adminsNow],
      ['delete their own published', 'me', 'published', adminsNow],
      ["delete somebody else's published", 'somebody', 'published', adminsNow],
    ] as const
  ).map(
    ([operation, author, status, allowed]): Expectation => ({
      operation,
      allowed,
      given: (me, id) => ({ [`posts/${id}`]: storedPost(author === 'me' ? me : author, status) }),
      attempt: (db, _, id) => deleteDoc(doc(db, 'posts', id)),
    }),
  ),
];

/** Get, list, create, update and delete in a collection that no client may write. */
function readOnly(
  path: string,
  readers: { get: readonly PrincipalName[]; list: readonly PrincipalName[] },
  document = 'known',
): Expectation[] {
  return [
    {
      operation: 'get',
      allowed: readers.get,
      given: () => ({ [`${path}/${document}`]: note }),
      attempt: (db) => getDoc(doc(db, path, document)),
    },
    { operation: 'list', allowed: readers.list, attempt: (db) => getDocs(collection(db, path)) },
    {
      operation: 'create',
      allowed: nobody,
      attempt: (db, _, id) => setDoc(doc(db, path, id), note),
    },
    {
      operation: 'update',
      allowed: nobody,
      attempt: (db) => updateDoc(doc(db, path, document), { text: 'new' }),
    },
    { operation: 'delete', allowed: nobody, attempt: (db) => deleteDoc(doc(db, path, document)) },
  ];
}

const closed = { get: nobody, list: nobody };

export const expectations: Record<string, Expectation[]> = {
  users,
  userClaims,
  auditLog: readOnly('auditLog', { get: adminsNow, list: adminsNow }),
  'settings/access': readOnly('settings', { get: ownersNow, list: nobody }, 'access'),
  'any other document of settings': readOnly('settings', closed, 'other'),
  invites: readOnly('invites', { get: adminsNow, list: adminsNow }),
  jobs: readOnly('jobs', { get: adminsNow, list: adminsNow }),
  'whom a job set aside': readOnly('jobs/known/setAside', { get: adminsNow, list: adminsNow }),
  posts,
  'a collection that the rules do not name': readOnly('secrets', closed),
  'below users': readOnly('users/somebody/private', closed),
  'below userClaims': readOnly('userClaims/somebody/private', closed),
  'below auditLog': readOnly('auditLog/known/private', closed),
  'below settings': readOnly('settings/access/private', closed),
  'below invites': readOnly('invites/known/private', closed),
  'below jobs': readOnly('jobs/known/changes', closed),
  'below whom a job set aside': readOnly('jobs/known/setAside/known/private', closed),
  'below posts': readOnly('posts/published/private', closed),
  'every collection of one name at once': ['users', 'userClaims', 'auditLog', 'posts'].map(
    (name) => ({
      operation: `list ${name}`,
      allowed: nobody,
      attempt: (db) =>
        getDocs(query(collectionGroup(db, name), where('status', '==', 'published'))),
    }),
  ),
};
