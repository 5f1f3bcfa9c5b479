import {
  and,
  collection,
  doc,
  documentId,
  type Firestore,
  getCountFromServer,
  getDocs,
  limit,
  onSnapshot,
  or,
  orderBy,
  type Query,
  query,
  where,
} from 'firebase/firestore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAllowed } from './outcomes.ts';
import { storedPost } from './posts.ts';
import { principals } from './principals.ts';
import { openTestProject, type TestProject } from './test-project.ts';

const { viewer, editor, admin } = principals;

let project: TestProject;

beforeAll(async () => {
  project = await openTestProject([viewer, editor, admin, principals['without role']]);
  await project.seed({
    'posts/published': storedPost(editor.uid, 'published'),
    'posts/draft': storedPost(editor.uid, 'draft'),
    'posts/draft-of-viewer': storedPost(viewer.uid, 'draft'),
  });
});

afterAll(() => project?.close());

const posts = (db: Firestore) => collection(db, 'posts');

const publishedOnly: [string, (db: Firestore) => Query][] = [
  ['the published', (db) => query(posts(db), where('status', '==', 'published'))],
  [
    'the newest of the published, a page at a time',
    (db) =>
      query(posts(db), where('status', '==', 'published'), orderBy('createdAt', 'desc'), limit(10)),
  ],
  [
    'the published of one author',
    (db) =>
      query(posts(db), where('status', '==', 'published'), where('authorId', '==', editor.uid)),
  ],
];

const draftsToo: [string, (db: Firestore) => Query][] = [
  ['all', (db) => posts(db)],
  ['all, one at a time', (db) => query(posts(db), orderBy('createdAt', 'desc'), limit(1))],
  ['the drafts', (db) => query(posts(db), where('status', '==', 'draft'))],
  ['either status', (db) => query(posts(db), where('status', 'in', ['draft', 'published']))],
  ['every status but draft', (db) => query(posts(db), where('status', '!=', 'draft'))],
  ['statuses from "published" on', (db) => query(posts(db), where('status', '>=', 'published'))],
  ["the viewer's own", (db) => query(posts(db), where('authorId', '==', viewer.uid))],
  ['one by its id', (db) => query(posts(db), where(documentId(), '==', 'draft'))],
  [
    'the published or the own',
    (db) =>
      query(posts(db), or(where('status', '==', 'published'), where('authorId', '==', viewer.uid))),
  ],
  [
    'drafts beside the published, within a conjunction',
    (db) =>
      query(
        posts(db),
        and(
          where('authorId', '==', editor.uid),
          or(where('status', '==', 'published'), where('status', '==', 'draft')),
        ),
      ),
  ],
];

describe('a viewer may ask for', () => {
  it.each(publishedOnly)('%s', async (_, ask) => {
    const { docs } = await getDocs(ask(project.as(viewer)));
    expect(docs.map(({ id }) => id)).toEqual(['published']);
    expect((await getCountFromServer(ask(project.as(viewer)))).data().count).toBe(1);
  });
});

describe('a viewer cannot get drafts, nor count them, by asking for', () => {
  it.each(draftsToo)('%s', async (_, ask) => {
    expect(await isAllowed(getDocs(ask(project.as(viewer))))).toBe(false);
    expect(await isAllowed(getCountFromServer(ask(project.as(viewer))))).toBe(false);
  });
});

describe('an editor may ask for', () => {
  it.each([...publishedOnly, ...draftsToo])('%s', async (_, ask) => {
    expect(await isAllowed(getDocs(ask(project.as(editor))))).toBe(true);
    expect(await isAllowed(getCountFromServer(ask(project.as(editor))))).toBe(true);
  });
});

describe('a list is for admins, even when it holds only the own document', () => {
  it.each(['users', 'userClaims'])('%s', async (name) => {
    const own = (db: Firestore) =>
      query(collection(db, name), where(documentId(), '==', viewer.uid), limit(1));
    expect(await isAllowed(getDocs(own(project.as(viewer))))).toBe(false);
    expect(await isAllowed(getDocs(own(project.as(admin))))).toBe(true);
  });
});

it('a user without a role can listen to their own marker', async () => {
  const person = principals['without role'];
  const version = await new Promise((resolve, reject) => {
    const stop = onSnapshot(
      doc(project.as(person), 'userClaims', person.uid),
      (snapshot) => {
        stop();
        resolve(snapshot.get('version'));
      },
      reject,
    );
  });
  expect(version).toBe(1);
});
