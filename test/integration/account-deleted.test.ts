import { randomUUID } from 'node:crypto';
import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { accountDeleted } from '../../packages/live-claims/src/functions/provision/account-deleted.ts';
import { accountCreated } from '../../packages/live-claims/src/functions/provision/provision-account.ts';
import { syncUser } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import { COLLECTIONS, userPath } from '../../tools/demo-paths.ts';
import { type OwnProject, openProject } from '../attacks/support/project-of-its-own.ts';

const MINUTE = 60_000;

async function personWith({ auth, db, engine }: OwnProject, role: string): Promise<string> {
  const uid = randomUUID();
  await auth.createUser({ uid });
  await db.doc(userPath(uid)).set({ role, updatedAt: Timestamp.now() });
  await syncUser(engine, uid);
  return uid;
}

/** The event, which says that the account went a minute from now. */
const event = (uid: string) => ({
  uid,
  email: null,
  createdAt: Date.now() - MINUTE,
  deletedAt: Date.now() + MINUTE,
});

async function purgesOf({ db }: OwnProject, uid: string) {
  const purges = db.collection(COLLECTIONS.audit).where('type', '==', 'account-purged');
  return (await purges.where('uid', '==', uid).get()).docs.map((entry) => entry.data());
}

describe('an account that was deleted and made again before the event came', () => {
  /** As `importUsers` and custom tokens do; `seconds` from now. */
  const madeAgain = ({ auth }: OwnProject, uid: string, seconds: number) =>
    auth.importUsers([
      { uid, metadata: { creationTime: new Date(Date.now() + seconds * 1000).toUTCString() } },
    ]);

  it('does not keep the document of the former one', async () => {
    const project = openProject();
    const uid = await personWith(project, 'admin');
    await project.auth.deleteUser(uid);
    await madeAgain(project, uid, 120);
    expect(await accountDeleted(project, event(uid))).toMatchObject({ outcome: 'deleted' });
    expect((await project.db.doc(userPath(uid)).get()).exists).toBe(false);
    expect((await project.auth.getUser(uid)).customClaims?.role).toBeUndefined();
    expect((await project.db.doc(`userClaims/${uid}`).get()).get('role')).toBeNull();
  });

  it('has what a document grants that was written for it, claims included', async () => {
    const project = openProject();
    const uid = await personWith(project, 'admin');
    await project.auth.deleteUser(uid);
    await project.db.doc(userPath(uid)).delete();
    await madeAgain(project, uid, 0);
    await project.db.doc(userPath(uid)).set({ role: 'editor' });
    const late = { ...event(uid), deletedAt: Date.now() - MINUTE };
    expect(await accountDeleted(project, late)).toMatchObject({ outcome: 'spared' });
    expect((await project.auth.getUser(uid)).customClaims?.role).toBe('editor');
    expect((await project.db.doc(`userClaims/${uid}`).get()).get('role')).toBe('editor');
  });

  it('keeps a document that is no younger than the account: a backup that was imported again', async () => {
    const project = openProject();
    const uid = await personWith(project, 'editor');
    await project.auth.deleteUser(uid);
    await madeAgain(project, uid, -3600);
    expect(await accountDeleted(project, event(uid))).toMatchObject({ outcome: 'spared' });
    expect((await project.auth.getUser(uid)).customClaims?.role).toBe('editor');
  });
});

describe('an account whose id no document can have', () => {
  it.each(['a/b', '..', '__x__'])('is skipped, not retried for a day: %j', async (uid) => {
    const project = openProject();
    expect(await accountCreated(project, uid)).toBeNull();
    const { outcome } = await accountDeleted(project, event(uid));
    expect(outcome).toBe('missing');
  });
});

describe('the end of an account', () => {
  it('is in the audit log once, also when its document was deleted before it', async () => {
    const project = openProject();
    const uid = await personWith(project, 'editor');
    await project.db.doc(userPath(uid)).delete();
    await project.auth.deleteUser(uid);
    const end = { ...event(uid), email: 'gone@example.com' };
    await accountDeleted(project, end);
    await accountDeleted(project, end);
    expect(await purgesOf(project, uid)).toMatchObject([
      {
        before: { role: 'editor' },
        after: null,
        reason: 'The account was deleted.',
        email: 'gone@example.com',
      },
    ]);
  });

  it('clears the access in the document where the app is configured so, and leaves the rest', async () => {
    const project: OwnProject = { ...openProject(), onAccountDeleted: 'clear-access' };
    const uid = await personWith(project, 'editor');
    await project.db.doc(userPath(uid)).update({ theme: 'dark', disabled: true });
    await project.auth.deleteUser(uid);
    for (const _ of ['first', 'again']) {
      expect(await accountDeleted(project, event(uid))).toMatchObject({ outcome: 'kept' });
    }
    expect((await project.db.doc(userPath(uid)).get()).data()).toMatchObject({
      role: null,
      roleExpiresAt: null,
      disabled: false,
      theme: 'dark',
    });
    expect(await purgesOf(project, uid)).toHaveLength(1);
  });

  it('changes nothing for a later account with the id when its event is repeated', async () => {
    const project: OwnProject = { ...openProject(), onAccountDeleted: 'clear-access' };
    const uid = await personWith(project, 'admin');
    await project.auth.deleteUser(uid);
    await accountDeleted(project, event(uid));
    const creationTime = new Date(Date.now() + 2 * MINUTE).toUTCString();
    await project.auth.importUsers([{ uid, metadata: { creationTime } }]);
    await project.db.doc(userPath(uid)).update({ role: 'editor' });
    await accountDeleted(project, event(uid));
    expect((await project.auth.getUser(uid)).customClaims?.role).toBe('editor');
  });

  it('is not in the audit log where there never was any access', async () => {
    const project = openProject();
    const uid = randomUUID();
    await accountDeleted(project, event(uid));
    expect(await purgesOf(project, uid)).toEqual([]);
  });

  it('is logged as an error when it was the last owner’s', async () => {
    const project = openProject();
    const [first, last] = [await personWith(project, 'owner'), await personWith(project, 'owner')];
    for (const [uid, leavesNoOwner] of [
      [first, false],
      [last, true],
    ] as const) {
      await project.auth.deleteUser(uid);
      expect(await accountDeleted(project, event(uid))).toEqual({
        outcome: 'deleted',
        leavesNoOwner,
      });
    }
  });
});
