import { Timestamp } from 'firebase-admin/firestore';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryAuth } from '../../testing/memory-auth.ts';
import { MemoryFirestore } from '../../testing/memory-firestore.ts';
import { hospital } from '../../testing/other-app.ts';
import { Store } from '../firebase/store.ts';
import { callerSince } from '../guards/check-access.ts';
import { syncEngine } from '../project.ts';
import { syncUser } from '../sync/sync-user.ts';
import { type EditResult, editAccess } from './edit.ts';
import type { AccessEdit, EditOrder } from './order.ts';
import { undoEdit } from './undo.ts';

let memory: MemoryFirestore;
let accounts: MemoryAuth;
let project: Parameters<typeof undoEdit>[0];
let changes = 0;

const store = () => project.store;
const fields = async (uid: string) => store().dataOf(await store().user(uid).get()) ?? {};
const entry = async (id: string) => (await store().audit.doc(id).get()).data();

async function put(uid: string, data: Record<string, unknown>): Promise<void> {
  await store().user(uid).set(store().fieldsOf(data), { merge: true });
}

/** A user with an account and an applied role. */
async function person(uid: string, role: string | null, displayName = uid): Promise<void> {
  accounts.add({ uid, email: `${uid}@example.com`, emailVerified: true });
  await put(uid, { role, displayName });
  await syncUser(project.engine, uid);
}

const byPerson = (uid: string) =>
  ({ kind: 'person', caller: callerSince(uid, Math.floor(Date.now() / 1000)) }) as const;
const byOperator = { kind: 'operator' } as const;

function edit(
  uid: string,
  edit: AccessEdit,
  by: EditOrder['by'] = byOperator,
): Promise<EditResult> {
  changes += 1;
  const changeId = `change-${changes}`;
  return editAccess(project, { uid, edit, by, changeId, now: Date.now() });
}

/** The id of a change that was made. */
async function changed(...[uid, what, by]: Parameters<typeof edit>): Promise<string> {
  const result = await edit(uid, what, by);
  if (!('changeId' in result) || result.changeId === null) throw new Error(result.outcome);
  return result.changeId;
}

const undo = (entryId: string, by: EditOrder['by'] = byOperator) =>
  undoEdit(project, { entryId, by, now: Date.now() });

async function undone(entryId: string): Promise<string> {
  const result = await undo(entryId);
  if (!('changeId' in result) || result.changeId === null) throw new Error(result.outcome);
  return result.changeId;
}

beforeEach(() => {
  memory = new MemoryFirestore();
  accounts = new MemoryAuth();
  const store = new Store(memory.db, hospital);
  project = { store, engine: syncEngine(accounts.auth, store, hospital.roles) };
});

describe('the undo of a change', () => {
  it('puts back the role with its end, and names the change in its own entry', async () => {
    await person('mia', null);
    const end = Timestamp.fromMillis(Math.floor(Date.now() / 1000) * 1000 + 3_600_000);
    await put('mia', { role: 'nurse', roleExpiresAt: end });
    const id = await changed('mia', { role: 'visitor' });
    const undoId = await undone(id);
    expect(await fields('mia')).toMatchObject({ role: 'nurse', roleExpiresAt: end });
    expect(await entry(undoId)).toMatchObject({
      undoes: id,
      before: { role: 'visitor' },
      after: { role: 'nurse', expiresAt: end.seconds },
      outcome: 'applied',
    });
    expect(accounts.accounts.get('mia')?.customClaims).toMatchObject({ role: 'nurse' });
  });

  it('enables who was disabled, and leaves ended sessions ended', async () => {
    await person('mia', 'nurse');
    const id = await changed('mia', { disabled: true, endSessions: true });
    const { sessionsRevokedAt } = await fields('mia');
    await undone(id);
    expect(await fields('mia')).toMatchObject({
      role: 'nurse',
      disabled: false,
      sessionsRevokedAt,
    });
  });

  it('is refused with the newer change and its author, also where that came between two reads', async () => {
    await person('mia', 'visitor');
    await person('ada', 'chief_doctor', 'Ada');
    const id = await changed('mia', { role: 'nurse' });
    const { accounts: real } = project.engine;
    let isFirst = true;
    const read = async (uid: string) => {
      if (isFirst) {
        isFirst = false;
        await changed('mia', { role: null }, byPerson('ada'));
      }
      return real.read(uid);
    };
    project = { ...project, engine: { ...project.engine, accounts: { ...real, read } } };
    expect(await undo(id)).toMatchObject({
      outcome: 'changed-meanwhile',
      changedBy: 'ada',
      current: { role: null },
    });
    expect(isFirst).toBe(false);
  });

  it('can be undone itself, and is refused a second time, with its author', async () => {
    await person('mia', 'visitor');
    await person('ada', 'chief_doctor', 'Ada');
    const id = await changed('mia', { role: 'nurse' });
    const first = await undo(id, byPerson('ada'));
    expect(first).toMatchObject({ outcome: 'written' });
    expect(await undo(id)).toMatchObject({
      outcome: 'already-undone',
      changedBy: 'ada',
      changedByName: 'Ada',
      current: { role: 'visitor' },
    });
    await undone('changeId' in first ? (first.changeId as string) : '');
    expect(await fields('mia')).toMatchObject({ role: 'nurse' });
    // Also now, when the document says the same as after the first change.
    expect(await undo(id)).toMatchObject({ outcome: 'already-undone' });
  });

  it('is refused after a later change, with who made what of it and when', async () => {
    await person('mia', 'visitor');
    await person('ada', 'chief_doctor', 'Ada');
    const id = await changed('mia', { role: 'nurse' });
    await changed('mia', { role: null }, byPerson('ada'));
    expect(await undo(id)).toMatchObject({
      outcome: 'changed-meanwhile',
      current: { role: null, expiresAt: null, disabled: false },
      changedBy: 'ada',
      changedByName: 'Ada',
      changedAt: expect.any(Number),
    });
    expect(await fields('mia')).toMatchObject({ role: null });
  });

  it('is refused after changes there and back', async () => {
    await person('mia', 'visitor');
    const id = await changed('mia', { role: 'nurse' });
    await changed('mia', { role: 'visitor' });
    await changed('mia', { role: 'nurse' });
    expect(await undo(id)).toMatchObject({ outcome: 'changed-meanwhile' });
  });

  it('is refused after a direct edit that nothing has followed yet', async () => {
    await person('mia', 'visitor');
    const id = await changed('mia', { role: 'nurse' });
    await put('mia', { role: null });
    expect(await undo(id)).toMatchObject({ outcome: 'changed-meanwhile', current: { role: null } });
  });

  it('minds no end of sessions in between', async () => {
    await person('mia', 'visitor');
    const id = await changed('mia', { role: 'nurse' });
    await changed('mia', { endSessions: true });
    await undone(id);
    expect(await fields('mia')).toMatchObject({ role: 'visitor' });
  });

  it('loses against a change that comes between its look and its commit', async () => {
    await person('mia', 'visitor');
    const id = await changed('mia', { role: 'nurse' });
    const { db } = store();
    const getAll = db.getAll.bind(db);
    let reads = 0;
    db.getAll = async (...references) => {
      const found = await getAll(...references);
      reads += 1;
      if (reads === 1) await changed('mia', { role: null });
      return found;
    };
    expect(await undo(id)).toMatchObject({ outcome: 'changed-meanwhile' });
    expect(await fields('mia')).toMatchObject({ role: null });
  });

  it('is refused to a role that may not change others, and to the one whose access it is', async () => {
    await person('ada', 'chief_doctor');
    await person('ben', 'chief_doctor');
    await person('dora', 'nurse');
    await person('mia', 'visitor');
    const raised = await changed('mia', { role: 'nurse' });
    const refused = { outcome: 'forbidden', reason: 'not-allowed' };
    expect(await undo(raised, byPerson('dora'))).toEqual(refused);
    const end = Date.now() + 3_600_000;
    const own = await changed('ben', { role: 'chief_doctor', expiresAt: end });
    expect(await undo(own, byPerson('ben'))).toEqual({ outcome: 'forbidden', reason: 'own-role' });
  });

  it('has nothing to put back of an end of sessions, and knows no such entry', async () => {
    await person('mia', 'nurse');
    const id = await changed('mia', { endSessions: true });
    expect(await undo(id)).toEqual({ outcome: 'cannot-be-undone' });
    expect(await undo('nothing')).toEqual({ outcome: 'no-such-entry' });
  });

  it('of a direct edit that disabled the account enables it, with the role that is in the document', async () => {
    await person('mia', 'nurse');
    await put('mia', { disabled: true });
    await syncUser(project.engine, 'mia');
    const { docs } = await store().audit.where('type', '==', 'account-disabled').get();
    expect(docs[0]?.get('direct')).toBe(true);
    await undone(docs[0]?.id as string);
    expect(await fields('mia')).toMatchObject({ role: 'nurse', disabled: false });
  });
});
