import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryFirestore } from '../../testing/memory-firestore.ts';
import { CommitContention, commitVerified, VerifiedBatch } from './verified-commit.ts';

let memory: MemoryFirestore;

const db = () => memory.db;
const roleOf = async (id: string) => (await db().doc(`users/${id}`).get()).get('role');
const set = (id: string, role: string | null) =>
  db()
    .batch()
    .set(db().doc(`users/${id}`), { role })
    .commit();

beforeEach(async () => {
  memory = new MemoryFirestore();
  await set('ada', 'owner');
  await set('mia', 'viewer');
});

describe('a verified commit', () => {
  it('takes effect where everything is as it was read, and tells when', async () => {
    const mia = db().doc('users/mia');
    const { value, writtenAt } = await commitVerified(db(), async (commit) => {
      const [ada] = await commit.getAll(db().doc('users/ada'), mia, db().doc('settings/none'));
      commit.update(mia, { role: 'editor' });
      return ada?.get('role');
    });
    expect(value).toBe('owner');
    const { updateTime } = await mia.get();
    expect(writtenAt(mia)).toEqual(updateTime);
    expect(writtenAt(db().doc('users/ada'))).toBeNull();
  });

  it('is no revision of what it only verifies', async () => {
    const ada = db().doc('users/ada');
    const before = await ada.get();
    await commitVerified(db(), async (commit) => {
      await commit.getAll(ada);
      commit.create(db().doc('users/new'), { role: null });
    });
    const after = await ada.get();
    expect(after.updateTime).toEqual(before.updateTime);
    expect(after.data()).toEqual(before.data());
  });

  it.each([
    ['a document that it rests on', () => set('ada', 'viewer')],
    ['the document that it writes', () => set('mia', 'admin')],
    ['a document that was not there', () => set('none', 'owner')],
  ])('decides again where %s has moved', async (_, move) => {
    let rounds = 0;
    await commitVerified(db(), async (commit) => {
      rounds += 1;
      const [mia] = await commit.getAll(
        ...['mia', 'ada', 'none'].map((id) => db().doc(`users/${id}`)),
      );
      if (rounds === 1) await move();
      if (mia) commit.update(mia.ref, { role: 'editor' });
    });
    expect(rounds).toBe(2);
    expect(await roleOf('mia')).toBe('editor');
  });

  it('rests on what it read first, also where a later query finds it changed', async () => {
    const roles: unknown[] = [];
    await commitVerified(db(), async (commit) => {
      const [ada] = await commit.getAll(db().doc('users/ada'));
      roles.push(ada?.get('role'));
      // Still in what the query finds, with another revision.
      if (roles.length === 1)
        await db().batch().update(db().doc('users/ada'), { disabled: true }).commit();
      await commit.get(db().collection('users').where('role', '==', 'owner'));
      if (ada?.get('disabled') !== true) commit.update(db().doc('users/mia'), { role: 'editor' });
    });
    expect(roles).toEqual(['owner', 'owner']);
    expect(await roleOf('mia')).toBe('viewer');
  });

  it('reads nothing twice: a decision has one state of each document', async () => {
    const batch = new VerifiedBatch(db());
    await batch.getAll(db().doc('users/ada'));
    await set('ada', 'viewer');
    const [again] = await batch.getAll(db().doc('users/ada'));
    expect(again?.get('role')).toBe('owner');
  });

  it('writes nothing, and says so, where what it rests on never rests', async () => {
    let rounds = 0;
    const commit = commitVerified(db(), async (commit) => {
      rounds += 1;
      await commit.getAll(db().doc('users/ada'));
      await set('ada', `owner ${rounds}`);
      commit.update(db().doc('users/mia'), { role: 'editor' });
    });
    await expect(commit).rejects.toThrow(CommitContention);
    expect(rounds).toBe(10);
    expect(await roleOf('mia')).toBe('viewer');
  });

  it('sends nothing once nobody waits for it', async () => {
    const batch = new VerifiedBatch(db());
    batch.update(db().doc('users/mia'), { role: 'editor' });
    await expect(batch.commit(0)).rejects.toThrow(CommitContention);
    expect(await roleOf('mia')).toBe('viewer');
  });
});
