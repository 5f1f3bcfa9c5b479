import {
  arrayUnion,
  Bytes,
  deleteField,
  doc,
  FieldPath,
  type Firestore,
  getDoc,
  increment,
  serverTimestamp,
  setDoc,
  type UpdateData,
  updateDoc,
} from 'firebase/firestore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAllowed } from './outcomes.ts';
import { person, timeFromNow } from './principals.ts';
import { openTestProject, type TestProject } from './test-project.ts';

type Fields = Readonly<Record<string, unknown>>;

const NAME_LIMIT = 100;
const URL_LIMIT = 2048;

const me = { uid: 'me', claims: { role: 'viewer', cv: 1 }, document: person('viewer') };
const urlOfLength = (length: number): string => 'https://example.com/'.padEnd(length, 'x');

let project: TestProject;
let db: Firestore;

beforeAll(async () => {
  project = await openTestProject([me]);
  db = project.as(me);
});

afterAll(() => project?.close());

/** Whether the person may make this change to a document that was like this before. */
async function mayEdit(change: Fields, before: Fields = person('viewer')): Promise<boolean> {
  await project.seed({ 'users/me': before });
  return isAllowed(updateDoc(doc(db, 'users/me'), change as UpdateData<Fields>));
}

describe('a person may', () => {
  it.each<[string, Fields]>([
    ['change the name', { displayName: 'New' }],
    ['change the picture', { photoURL: 'https://example.com/a/b.png?size=96#x' }],
    ['change both', { displayName: 'New', photoURL: 'https://example.com/me.png' }],
    ['remove both', { displayName: null, photoURL: null }],
    ['empty the name', { displayName: '' }],
    ['use a name of 100 characters', { displayName: 'x'.repeat(NAME_LIMIT) }],
    ['use a picture address of 2048 characters', { photoURL: urlOfLength(URL_LIMIT) }],
    ['write what already stands there', { ...person('viewer') }],
  ])('%s', async (_, change) => {
    expect(await mayEdit(change)).toBe(true);
  });

  it('edit one field while the console left the other missing or unacceptable', async () => {
    expect(await mayEdit({ displayName: 'New' }, { role: 'viewer' })).toBe(true);
    expect(await mayEdit({ photoURL: null }, { role: 'viewer' })).toBe(true);
    const odd = person('viewer', { displayName: 42, photoURL: 'http://example.com/me.png' });
    expect(await mayEdit({ displayName: 'New' }, odd)).toBe(true);
    expect(await mayEdit({ photoURL: null }, odd)).toBe(true);
  });

  it('edit whatever the role is, also when nobody can read it', async () => {
    for (const role of [null, 42, 'Admin ']) {
      expect(await mayEdit({ displayName: 'New' }, person(role))).toBe(true);
    }
  });

  it('not edit once disabled, nor when nobody can tell whether they are', async () => {
    for (const disabled of [true, null, 'false', 0]) {
      expect(await mayEdit({ displayName: 'New' }, person('viewer', { disabled }))).toBe(false);
    }
  });
});

describe('nobody writes their own access', () => {
  const forbidden: Fields = {
    role: 'owner',
    roleExpiresAt: timeFromNow(86_400),
    disabled: true,
    email: 'somebody@example.com',
    createdAt: timeFromNow(0),
    updatedAt: timeFromNow(0),
    updatedBy: 'me',
  };

  describe.each(Object.entries(forbidden))('%s', (field, value) => {
    it.each<[string, Fields]>([
      ['alone', { [field]: value }],
      ['beside a new name', { displayName: 'New', [field]: value }],
      ['as null or not null', { [field]: person('viewer')[field] === null ? 'x' : null }],
      ['deleted', { [field]: deleteField() }],
      ['deleted beside a new name', { displayName: 'New', [field]: deleteField() }],
      ['as the server time', { [field]: serverTimestamp() }],
      ['incremented', { [field]: increment(1) }],
      ['as a list that takes an element', { [field]: arrayUnion('owner') }],
      ['from below, by a dotted path', { [`${field}.value`]: 'owner' }],
    ])('%s', async (_, change) => {
      expect(await mayEdit(change)).toBe(false);
    });

    it('where it was missing', async () => {
      const { [field]: _, ...without } = person('viewer');
      expect(await mayEdit({ [field]: value }, without)).toBe(false);
    });
  });

  it('not by replacing the whole document, with or without a role in it', async () => {
    await project.seed({ 'users/me': person('viewer') });
    const ref = doc(db, 'users/me');
    expect(await isAllowed(setDoc(ref, person('owner')))).toBe(false);
    expect(await isAllowed(setDoc(ref, { displayName: 'New', photoURL: null }))).toBe(false);
    expect(await isAllowed(setDoc(ref, {}))).toBe(false);
  });

  it('not by merging', async () => {
    await project.seed({ 'users/me': person('viewer') });
    const ref = doc(db, 'users/me');
    expect(await isAllowed(setDoc(ref, { role: 'owner' }, { merge: true }))).toBe(false);
    const both = { displayName: 'New', role: 'owner' };
    expect(await isAllowed(setDoc(ref, both, { merge: true }))).toBe(false);
    // Fields outside the mask are not written, so this is a change of the name alone.
    expect(await isAllowed(setDoc(ref, both, { mergeFields: ['displayName'] }))).toBe(true);
    expect((await getDoc(ref)).get('role')).toBe('viewer');
  });

  it('not with a field whose name only looks like an allowed one', async () => {
    await project.seed({ 'users/me': person('viewer') });
    const ref = doc(db, 'users/me');
    expect(await isAllowed(updateDoc(ref, new FieldPath('displayName.role'), 'owner'))).toBe(false);
    for (const name of ['displayname', 'photoUrl', 'role ', 'isAdmin']) {
      expect(await isAllowed(updateDoc(ref, { [name]: 'owner' }))).toBe(false);
    }
  });
});

describe('a name or picture is refused when it is', () => {
  const bytes = Bytes.fromUint8Array(new Uint8Array([1]));
  const wrongTypes = {
    number: 42,
    true: true,
    list: ['x'],
    map: { x: 'x' },
    bytes,
    time: timeFromNow(0),
  };

  it.each(Object.entries(wrongTypes))('a %s', async (_, value) => {
    expect(await mayEdit({ displayName: value })).toBe(false);
    expect(await mayEdit({ photoURL: value })).toBe(false);
  });

  it('too long by one character', async () => {
    expect(await mayEdit({ displayName: 'x'.repeat(NAME_LIMIT + 1) })).toBe(false);
    expect(await mayEdit({ photoURL: urlOfLength(URL_LIMIT + 1) })).toBe(false);
  });

  it('one good and one bad', async () => {
    expect(await mayEdit({ displayName: 'New', photoURL: 42 })).toBe(false);
    expect(await mayEdit({ displayName: 42, photoURL: null })).toBe(false);
  });

  it.each(['displayName', 'photoURL'])('gone, for %s', async (field) => {
    expect(await mayEdit({ [field]: deleteField() })).toBe(false);
  });

  it.each(['displayName', 'photoURL'])('made by a transform, for %s', async (field) => {
    for (const transform of [serverTimestamp(), increment(1), arrayUnion('https://example.com')]) {
      expect(await mayEdit({ [field]: transform })).toBe(false);
    }
  });

  it.each(['displayName', 'photoURL'])('a map made by a dotted path, for %s', async (field) => {
    expect(await mayEdit({ [`${field}.role`]: 'owner' })).toBe(false);
  });

  it.each([
    ['http://example.com/me.png'],
    ['javascript:alert(1)'],
    ['data:image/png;base64,AAAA'],
    ['//example.com/me.png'],
    ['example.com/me.png'],
    [''],
    ['https://'],
    [' https://example.com/me.png'],
    ['https://example.com/me.png '],
    ['https://example.com/\nme.png'],
    ['javascript:alert(1)//https://example.com'],
    ['javascript:alert(1)\nhttps://example.com'],
  ])('a picture at %j', async (photoURL) => {
    expect(await mayEdit({ photoURL })).toBe(false);
  });
});
