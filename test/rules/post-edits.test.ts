import {
  arrayUnion,
  Bytes,
  deleteField,
  doc,
  FieldPath,
  type Firestore,
  increment,
  serverTimestamp,
  setDoc,
  Timestamp,
  type UpdateData,
  updateDoc,
} from 'firebase/firestore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAllowed } from './outcomes.ts';
import { newPost, storedPost } from './posts.ts';
import { principals, timeFromNow } from './principals.ts';
import { openTestProject, type TestProject } from './test-project.ts';

type Fields = Readonly<Record<string, unknown>>;

const TITLE_LIMIT = 200;
const BODY_LIMIT = 10_000;

const { editor, admin } = principals;
const bytes = Bytes.fromUint8Array(new Uint8Array([1]));
const fields = ['title', 'body', 'authorId', 'status', 'createdAt', 'updatedAt'];

let project: TestProject;
let ids = 0;

beforeAll(async () => {
  project = await openTestProject([editor, admin]);
});

afterAll(() => project?.close());

const nextId = (): string => {
  ids += 1;
  return `post-${ids}`;
};

function mayCreate(post: Fields): Promise<boolean> {
  return isAllowed(setDoc(doc(project.as(editor), 'posts', nextId()), post));
}

/** Whether the author may change their draft like this, with a new `updatedAt` unless one is given. */
const authorMay = (change: Fields) => mayEdit(project.as(editor), change);
/** The same for a publisher. */
const publisherMay = (change: Fields) => mayEdit(project.as(admin), change);

async function mayEdit(db: Firestore, change: Fields): Promise<boolean> {
  const path = `posts/${nextId()}`;
  await project.seed({ [path]: storedPost(editor.uid, 'draft') });
  const stamped = { updatedAt: serverTimestamp(), ...change };
  return isAllowed(updateDoc(doc(db, path), stamped as UpdateData<Fields>));
}

/** Changes that leave no readable post, whoever makes them. */
const unreadable: [string, Fields][] = [
  ['an empty title', { title: '' }],
  ['a title of 201 characters', { title: 'x'.repeat(TITLE_LIMIT + 1) }],
  ['a body of 10001 characters', { body: 'x'.repeat(BODY_LIMIT + 1) }],
  ...[null, 42, true, ['x'], { x: 'x' }, bytes, timeFromNow(0)].flatMap(
    (value): [string, Fields][] => [
      [`a title that is ${JSON.stringify(value)}`, { title: value }],
      [`a body that is ${JSON.stringify(value)}`, { body: value }],
    ],
  ),
  ...['archived', 'Draft', '', null, true, ['draft'], { draft: true }].map(
    (status): [string, Fields] => [`the status ${JSON.stringify(status)}`, { status }],
  ),
  ['another field', { likes: 0 }],
  ['a field of a role', { role: 'owner' }],
  ['a field by increment', { likes: increment(1) }],
  ['a field by server time', { publishedAt: serverTimestamp() }],
  ['a title by server time', { title: serverTimestamp() }],
  ['a title by array union', { title: arrayUnion('x') }],
];

/** Times that a client chooses; only the server's own time of the write is accepted. */
const chosenTimes: [string, unknown][] = [
  ["the client's clock", Timestamp.now()],
  ['the past', timeFromNow(-7200)],
  ['the future', timeFromNow(3600)],
  ['null', null],
  ['a number', Date.now()],
  ['a text', new Date().toISOString()],
];

describe('a writer starts a draft', () => {
  it.each<[string, Fields]>([
    ['with all six fields', {}],
    ['with a title of one character', { title: 'x' }],
    ['with a title of 200 characters', { title: 'x'.repeat(TITLE_LIMIT) }],
    ['without text', { body: '' }],
    ['with a body of 10000 characters', { body: 'x'.repeat(BODY_LIMIT) }],
  ])('%s', async (_, change) => {
    expect(await mayCreate({ ...newPost(editor.uid), ...change })).toBe(true);
  });

  it.each(unreadable)('but not with %s', async (_, change) => {
    expect(await mayCreate({ ...newPost(editor.uid), ...change })).toBe(false);
  });

  it.each(fields)('but not without %s', async (field) => {
    const { [field]: _, ...without }: Fields = newPost(editor.uid);
    expect(await mayCreate(without)).toBe(false);
  });

  it.each(chosenTimes)('but not dated by %s', async (_, time) => {
    const post = newPost(editor.uid);
    expect(await mayCreate({ ...post, createdAt: time })).toBe(false);
    expect(await mayCreate({ ...post, updatedAt: time })).toBe(false);
    expect(await mayCreate({ ...post, createdAt: time, updatedAt: time })).toBe(false);
  });

  it.each([null, 42, '', [editor.uid], { uid: editor.uid }, admin.uid])(
    'but not as the author %j',
    async (authorId) => {
      expect(await mayCreate({ ...newPost(editor.uid), authorId })).toBe(false);
    },
  );
});

describe('an author edits their draft', () => {
  it.each<[string, Fields]>([
    ['in the title', { title: 'New' }],
    ['in the body', { body: 'New' }],
    ['in both, up to the limits', { title: 'x'.repeat(TITLE_LIMIT), body: 'x'.repeat(BODY_LIMIT) }],
  ])('%s', async (_, change) => {
    expect(await authorMay(change)).toBe(true);
  });

  it('as a whole document that keeps author and creation time', async () => {
    const path = `posts/${nextId()}`;
    const stored = storedPost(editor.uid, 'draft');
    await project.seed({ [path]: stored });
    const rewritten = { ...stored, title: 'New', updatedAt: serverTimestamp() };
    const ref = doc(project.as(editor), path);
    expect(await isAllowed(setDoc(ref, rewritten))).toBe(true);
    expect(await isAllowed(setDoc(ref, newPost(editor.uid)))).toBe(false);
  });
});

describe.each([
  ['an author', (change: Fields) => authorMay(change)],
  ['a publisher', (change: Fields) => publisherMay(change)],
])('%s never leaves', (_, may) => {
  it.each(unreadable)('%s', async (_, change) => {
    expect(await may(change)).toBe(false);
  });

  it.each(fields)('a post without %s', async (field) => {
    expect(await may({ [field]: deleteField() })).toBe(false);
  });

  it.each(chosenTimes)('an update time of %s', async (_, updatedAt) => {
    expect(await may({ title: 'New', updatedAt })).toBe(false);
  });

  it.each([...chosenTimes, ['now', serverTimestamp()] as const])(
    'a creation time of %s',
    async (_, createdAt) => {
      expect(await may({ createdAt })).toBe(false);
    },
  );

  it.each([admin.uid, 'somebody', null, 42, '', [editor.uid]])(
    'the post to the author %j',
    async (authorId) => {
      expect(await may({ authorId })).toBe(false);
    },
  );

  it('the update time as it was', async () => {
    expect(await may({ title: 'New', updatedAt: storedPost('', 'draft').updatedAt })).toBe(false);
  });

  it('a map or a new field by a dotted path', async () => {
    expect(await may({ 'title.text': 'New' })).toBe(false);
    expect(await may({ 'meta.likes': 1 })).toBe(false);
  });

  it('a field whose name has a dot in it', async () => {
    const path = `posts/${nextId()}`;
    await project.seed({ [path]: storedPost(editor.uid, 'draft') });
    for (const principal of [editor, admin]) {
      const ref = doc(project.as(principal), path);
      const update = updateDoc(ref, new FieldPath('title.x'), 'x', 'updatedAt', serverTimestamp());
      expect(await isAllowed(update)).toBe(false);
    }
  });
});

it('a publisher edits and publishes in one write', async () => {
  expect(await publisherMay({ title: 'New', body: 'New', status: 'published' })).toBe(true);
});

it('an author does not publish by editing', async () => {
  expect(await authorMay({ title: 'New', status: 'published' })).toBe(false);
});
