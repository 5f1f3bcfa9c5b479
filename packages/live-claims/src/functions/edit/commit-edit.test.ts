import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryAuth } from '../../testing/memory-auth.ts';
import { MemoryFirestore } from '../../testing/memory-firestore.ts';
import { hospital } from '../../testing/other-app.ts';
import { Store } from '../firebase/store.ts';
import { VerifiedBatch } from '../firebase/verified-commit.ts';
import { callerSince } from '../guards/check-access.ts';
import { inviteId } from '../invites/invite-document.ts';
import { syncEngine } from '../project.ts';
import { ensureDocument } from '../provision/ensure-document.ts';
import { syncUser } from '../sync/sync-user.ts';
import { commitEdit, hasOtherOwner } from './commit-edit.ts';
import type { EditOrder } from './order.ts';

const TOP = 'chief_doctor';

let memory: MemoryFirestore;
let accounts: MemoryAuth;
let project: Parameters<typeof ensureDocument>[0];

const store = () => project.store;
const fields = async (uid: string) => store().dataOf(await store().user(uid).get());
const versionOf = async (uid: string) => (await store().user(uid).get()).updateTime;

async function put(uid: string, data: Record<string, unknown>): Promise<void> {
  await store().db.batch().set(store().user(uid), store().fieldsOf(data)).commit();
}

/** A user with an account and an applied role. */
async function person(uid: string, role: string): Promise<void> {
  accounts.add({ uid, email: `${uid}@example.com`, emailVerified: true });
  await put(uid, { role });
  await syncUser(project.engine, uid);
}

beforeEach(() => {
  memory = new MemoryFirestore();
  accounts = new MemoryAuth();
  const store = new Store(memory.db, hospital);
  const engine = syncEngine(accounts.auth, store, hospital.roles);
  project = { auth: accounts.auth, store, engine };
});

describe('an owner who steps down', () => {
  const demote = (uid: string): EditOrder => ({
    uid,
    edit: { role: 'nurse' },
    by: { kind: 'person', caller: callerSince('ada', Math.floor(Date.now() / 1000)) },
    changeId: 'change-1',
    now: Date.now(),
  });

  it('leaves another one, and the commit rests on that one alone', async () => {
    for (const uid of ['ada', 'ben', 'cem', 'dora']) await person(uid, TOP);
    const batch = new VerifiedBatch(store().db);
    expect(await hasOtherOwner(store(), hospital.roles, batch, 'ada')).toBe(true);
    batch.create(store().user('new'), { position: null });
    // Were all of them verified, one who edits their profile would hold up every demotion.
    await put('dora', { role: TOP, displayName: 'Dora' });
    expect(await batch.commit(1_000)).not.toBeNull();
  });

  it('leaves one who comes after many that do not count', async () => {
    await person('ada', TOP);
    for (let index = 0; index < 25; index++) await put(`nobody-${index}`, { role: TOP });
    await person('zoe', TOP);
    const batch = new VerifiedBatch(store().db);
    expect(await hasOtherOwner(store(), hospital.roles, batch, 'ada')).toBe(true);
  });

  it('stays when the others have no account, an end, or are disabled', async () => {
    await person('ada', TOP);
    await put('nobody', { role: TOP });
    await person('ben', TOP);
    await put('ben', { role: TOP, disabled: true });
    await syncUser(project.engine, 'ben');
    expect(await commitEdit(project, { ...demote('ada'), by: { kind: 'operator' } })).toEqual({
      outcome: 'forbidden',
      reason: 'last-owner',
    });
  });

  it('is not made to by an owner who is disabled while their call decides', async () => {
    for (const uid of ['ada', 'ben', 'cem']) await person(uid, TOP);
    const before = await versionOf('ben');
    const { db } = store();
    const getAll = db.getAll.bind(db);
    let reads = 0;
    // After the first read, and before the commit; the query for other owners finds both still.
    db.getAll = async (...references) => {
      const found = await getAll(...references);
      reads += 1;
      if (reads === 2) await put('ada', { role: TOP, disabled: true });
      return found;
    };
    expect(await commitEdit(project, demote('ben'))).toMatchObject({ outcome: 'unauthenticated' });
    expect(await versionOf('ben')).toEqual(before);
  });
});

describe('an account that no blocking function has seen', () => {
  it('whose claims have no room gets its document, so that the marker can say so', async () => {
    accounts.add({
      uid: 'mia',
      email: 'mia@example.com',
      emailVerified: true,
      customClaims: { big: 'x'.repeat(980) },
    });
    const given = await ensureDocument(project, 'mia', { isGuest: false });
    expect(given).toMatchObject({ role: 'visitor', inviteId: null });
    expect(await fields('mia')).toMatchObject({ role: 'visitor' });
    expect(await syncUser(project.engine, 'mia')).toMatchObject({
      status: 'rejected',
      problem: { code: 'claims-too-large' },
    });
    // Not again with each visit.
    expect(await ensureDocument(project, 'mia', { isGuest: false })).toBeNull();
  });

  it('uses up no invite where nothing is written', async () => {
    const email = 'mia@example.com';
    accounts.add({ uid: 'mia', email, emailVerified: true });
    await put('mia', { role: null });
    const invite = store().invites.doc(inviteId(email));
    await store().db.batch().set(invite, { email, role: 'nurse', acceptedAt: null }).commit();
    expect(await ensureDocument(project, 'mia', { isGuest: false })).toBeNull();
    expect((await invite.get()).get('acceptedAt')).toBeNull();
  });
});
