import {
  doc,
  type Firestore,
  getDoc,
  runTransaction,
  serverTimestamp,
  setDoc,
  updateDoc,
  type WriteBatch,
  writeBatch,
} from 'firebase/firestore';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isAllowed } from './outcomes.ts';
import { newPost, storedPost } from './posts.ts';
import { marker, person, principals } from './principals.ts';
import { openTestProject, type TestProject } from './test-project.ts';

const { viewer, editor, admin } = principals;
const deletedOwner = principals['owner deleted since'];

let project: TestProject;

beforeAll(async () => {
  project = await openTestProject([viewer, editor, admin]);
});

beforeEach(() =>
  project.seed({
    'users/editor': person('editor'),
    'users/another-user': person('viewer'),
    'userClaims/editor': marker('editor'),
    'posts/mine': storedPost(editor.uid, 'draft'),
    'posts/other': storedPost('another-author', 'draft'),
  }),
);

afterAll(() => project?.close());

/** An edit of a profile, as the web app sends it. */
const newName = (displayName: string) => ({ displayName, profileEditedAt: serverTimestamp() });

const mayCommit = (db: Firestore, fill: (batch: WriteBatch) => void): Promise<boolean> => {
  const batch = writeBatch(db);
  fill(batch);
  return isAllowed(batch.commit());
};

describe('a batch', () => {
  it('may hold a profile edit and posts, more of them than the look-ups that a batch may cost', async () => {
    const db = project.as(editor);
    const allowed = await mayCommit(db, (batch) => {
      batch.update(doc(db, 'users', editor.uid), newName('New'));
      batch.update(doc(db, 'posts/mine'), { title: 'New', updatedAt: serverTimestamp() });
      for (let index = 0; index < 25; index += 1) {
        batch.set(doc(db, `posts/batch-${index}`), newPost(editor.uid));
      }
    });
    expect(allowed).toBe(true);
  });

  it.each<[string, (db: Firestore, batch: WriteBatch) => void]>([
    ['own role', (db, batch) => batch.update(doc(db, 'users/editor'), { role: 'owner' })],
    [
      'another user’s role',
      (db, batch) => batch.update(doc(db, 'users/another-user'), { role: 'owner' }),
    ],
    ['new person', (db, batch) => batch.set(doc(db, 'users/new'), person('owner'))],
    ['own marker', (db, batch) => batch.update(doc(db, 'userClaims/editor'), { version: 0 })],
    ['audit entry', (db, batch) => batch.set(doc(db, 'auditLog/new'), { type: 'made-up' })],
    ['lockdown', (db, batch) => batch.set(doc(db, 'settings/access'), { lockdown: false })],
    ['invite', (db, batch) => batch.set(doc(db, 'invites/new'), { role: 'owner' })],
    [
      'edit of another author’s draft',
      (db, batch) =>
        batch.update(doc(db, 'posts/other'), { title: 'New', updatedAt: serverTimestamp() }),
    ],
  ])('with a forbidden %s among allowed writes changes nothing at all', async (_, smuggle) => {
    const db = project.as(editor);
    const allowed = await mayCommit(db, (batch) => {
      batch.update(doc(db, 'users', editor.uid), newName('New'));
      batch.set(doc(db, 'posts/new'), newPost(editor.uid));
      smuggle(db, batch);
      batch.update(doc(db, 'posts/mine'), { title: 'New', updatedAt: serverTimestamp() });
    });
    expect(allowed).toBe(false);
    expect((await getDoc(doc(db, 'users', editor.uid))).get('displayName')).toBe('Person');
    expect((await getDoc(doc(db, 'posts/mine'))).get('title')).toBe('A title');
    expect((await getDoc(doc(db, 'posts/new'))).exists()).toBe(false);
  });

  it('cannot take the role that its other writes would need', async () => {
    const db = project.as(viewer);
    const allowed = await mayCommit(db, (batch) => {
      batch.update(doc(db, 'users', viewer.uid), { role: 'editor' });
      batch.set(doc(db, 'posts/new'), newPost(viewer.uid));
    });
    expect(allowed).toBe(false);
  });

  it('cannot replace an own draft by a published post', async () => {
    const db = project.as(editor);
    const allowed = await mayCommit(db, (batch) => {
      batch.delete(doc(db, 'posts/mine'));
      batch.set(doc(db, 'posts/mine'), { ...newPost(editor.uid), status: 'published' });
    });
    expect(allowed).toBe(false);
  });

  it('cannot rewrite an own profile by delete and create', async () => {
    const db = project.as(editor);
    const allowed = await mayCommit(db, (batch) => {
      batch.delete(doc(db, 'users', editor.uid));
      batch.set(doc(db, 'users', editor.uid), person('owner'));
    });
    expect(allowed).toBe(false);
  });
});

describe('a transaction', () => {
  it('may edit what it read', async () => {
    const db = project.as(editor);
    const edit = runTransaction(db, async (transaction) => {
      const me = await transaction.get(doc(db, 'users', editor.uid));
      await transaction.get(doc(db, 'posts/mine'));
      transaction.update(me.ref, newName(`${me.get('displayName')} II`));
      transaction.update(doc(db, 'posts/mine'), { body: 'New', updatedAt: serverTimestamp() });
    });
    expect(await isAllowed(edit)).toBe(true);
  });

  it('cannot write back the own document with another role', async () => {
    const db = project.as(editor);
    const edit = runTransaction(db, async (transaction) => {
      const me = await transaction.get(doc(db, 'users', editor.uid));
      transaction.set(me.ref, { ...me.data(), ...newName('New'), role: 'owner' });
    });
    expect(await isAllowed(edit)).toBe(false);
  });

  it('cannot read what its principal may not, such as another user’s role', async () => {
    const db = project.as(editor);
    const read = runTransaction(db, (transaction) =>
      transaction.get(doc(db, 'users/another-user')),
    );
    expect(await isAllowed(read)).toBe(false);
  });
});

describe('no client creates a role', () => {
  it('by creating the own document that is missing, whatever the token still says', async () => {
    const mine = doc(project.as(deletedOwner), 'users', deletedOwner.uid);
    for (const document of [
      person('owner'),
      person(null),
      { displayName: 'New', photoURL: null },
      { displayName: 'New' },
      {},
    ]) {
      expect(await isAllowed(setDoc(mine, document))).toBe(false);
      expect(await isAllowed(setDoc(mine, document, { merge: true }))).toBe(false);
    }
    expect(await isAllowed(updateDoc(mine, newName('New')))).toBe(false);
  });

  it('as an admin from the browser either, who has to call a function', async () => {
    const db = project.as(admin);
    expect(await isAllowed(updateDoc(doc(db, 'users/another-user'), { role: 'editor' }))).toBe(
      false,
    );
    expect(await isAllowed(setDoc(doc(db, 'users/new'), person('viewer')))).toBe(false);
  });

  it('by creating the own marker that is missing', async () => {
    const mine = doc(project.as(viewer), 'userClaims', viewer.uid);
    expect(await isAllowed(setDoc(mine, { version: 0, role: 'owner', status: 'applied' }))).toBe(
      false,
    );
    expect(await isAllowed(setDoc(mine, {}))).toBe(false);
  });

  it('by putting a document with a role where a path with the own id might look', async () => {
    const db = project.as(editor);
    for (const path of ['users/editor/users/editor', 'role/editor', 'Users/editor']) {
      expect(await isAllowed(setDoc(doc(db, path), person('owner')))).toBe(false);
    }
  });
});

it('writing back the role that stands there is an edit of the profile, or none at all', async () => {
  const db = project.as(editor);
  expect(await isAllowed(updateDoc(doc(db, 'users/editor'), { role: 'editor' }))).toBe(false);
  const beside = { role: 'editor', ...newName('New') };
  expect(await isAllowed(updateDoc(doc(db, 'users/editor'), beside))).toBe(true);
});

it('a second edit of the profile in the same moment is refused', async () => {
  const mine = doc(project.as(editor), 'users/editor');
  expect(await isAllowed(updateDoc(mine, newName('New')))).toBe(true);
  expect(await isAllowed(updateDoc(mine, newName('Newer')))).toBe(false);
  expect((await getDoc(mine)).get('displayName')).toBe('New');
});
