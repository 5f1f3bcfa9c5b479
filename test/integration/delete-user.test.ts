import { httpsCallable } from 'firebase/functions';
import { CALLABLES, parseSyncResult } from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import { COLLECTIONS } from '../../tools/demo-paths.ts';
import {
  auditOf,
  auth,
  claimsOf,
  createPerson,
  db,
  editInConsole,
  markerOf,
  type TestUser,
  untilData,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import { auditTo, given, newEmail, readInvite } from '../support/invites.ts';
import { signedIn } from '../support/signed-in.ts';

async function call(actor: TestUser, name: string, data: unknown) {
  const { functions } = await signedIn(actor);
  const { data: answer } = await httpsCallable(functions, name)(data);
  return parseSyncResult(answer);
}

const deleteUser = (actor: TestUser, uid: string, reason?: string) =>
  call(actor, CALLABLES.deleteUser, { uid, reason });

/** Resolves once `users/{uid}` is gone. */
const untilForgotten = (uid: string) =>
  untilData(userDoc(uid), (data) => (data === undefined ? true : null));

describe('an account that is deleted', () => {
  it('loses its document, claims and sessions; the marker says so', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('editor')]);
    const before = await markerOf(member.uid);
    await deleteUser(admin, member.uid, 'Asked for it.');
    await expect(auth.getUser(member.uid)).rejects.toMatchObject({ code: 'auth/user-not-found' });
    expect((await userDoc(member.uid).get()).exists).toBe(false);
    const marker = await markerOf(member.uid);
    expect(marker).toMatchObject({
      role: null,
      sessionsRevokedAt: { seconds: expect.any(Number) },
    });
    expect(marker?.version).toBeGreaterThan(before?.version ?? Number.NaN);
    const purged = (await auditOf(member.uid)).find(({ type }) => type === 'account-purged');
    expect(purged).toMatchObject({
      actor: { kind: 'person', uid: admin.uid },
      reason: 'Asked for it.',
      after: null,
    });
  });

  it('is deleted once: a second call finds no account', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('editor')]);
    await deleteUser(admin, member.uid);
    await expect(deleteUser(admin, member.uid)).rejects.toMatchObject({
      code: 'functions/not-found',
    });
  });

  it('is decided by rank: neither oneself, nor peers, nor the last owner', async () => {
    const [admin, peer] = await Promise.all([createPerson('admin'), createPerson('admin')]);
    await expect(deleteUser(admin, peer.uid)).rejects.toMatchObject({
      details: { reason: 'rank-too-low' },
    });
    await expect(deleteUser(admin, admin.uid)).rejects.toMatchObject({
      details: { reason: 'own-role' },
    });
    const { docs } = await db.collection(COLLECTIONS.users).where('role', '==', 'owner').get();
    await Promise.all(docs.map(({ id }) => editInConsole(id, { role: 'viewer' })));
    const [last, temporary] = await Promise.all([createPerson('owner'), createPerson('owner')]);
    await editInConsole(temporary.uid, { roleExpiresAt: new Date(Date.now() + 3_600_000) });
    await expect(deleteUser(temporary, last.uid)).rejects.toMatchObject({
      code: 'functions/failed-precondition',
      details: { reason: 'last-owner' },
    });
    expect((await userDoc(last.uid).get()).get('role')).toBe('owner');
  });

  it('is deleted with its document in the console', async () => {
    const member = await createPerson('admin');
    await auth.deleteUser(member.uid);
    await untilForgotten(member.uid);
    await untilMarker(member.uid, ({ role }) => role === null);
  });

  it('is deleted with the open invites to its addresses: a new account starts without a role', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('editor')]);
    const former = newEmail();
    await editInConsole(member.uid, { email: former.toUpperCase() });
    await Promise.all([given(member.email), given(former)]);
    await deleteUser(admin, member.uid, 'Left.');
    expect(await readInvite(member.email)).toBeNull();
    expect(await readInvite(former)).toBeNull();
    expect(await auditTo(member.email)).toMatchObject([
      {
        type: 'invite-withdrawn',
        actor: { kind: 'person', uid: admin.uid },
        reason: expect.stringContaining('Left.'),
      },
    ]);
  });

  it('leaves nothing to a new account with its id', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('editor')]);
    await deleteUser(admin, member.uid);
    const tombstone = await markerOf(member.uid);
    await auth.createUser({ uid: member.uid, email: member.email, password: member.password });
    const { functions } = await signedIn(member);
    const { data } = await httpsCallable(functions, CALLABLES.syncMyClaims)();
    expect(parseSyncResult(data)).toMatchObject({ role: null });
    const claims = await claimsOf(member.uid);
    expect(claims.role).toBeUndefined();
    expect(claims.cv).toBeGreaterThanOrEqual(tombstone?.version ?? Number.NaN);
  });
});

describe('an account that is disabled by call', () => {
  const setDisabled = (actor: TestUser, data: object) =>
    call(actor, CALLABLES.setUserDisabled, data);

  it('loses role and session at once, and has both back when it is enabled', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('editor')]);
    const order = { uid: member.uid, disabled: true, endSessions: true, reason: 'On leave.' };
    expect(await setDisabled(admin, order)).toMatchObject({ role: null, status: 'applied' });
    expect((await auth.getUser(member.uid)).disabled).toBe(true);
    expect(await markerOf(member.uid)).toMatchObject({
      disabled: true,
      sessionsRevokedAt: { seconds: expect.any(Number) },
    });
    expect((await auditOf(member.uid)).at(-1)).toMatchObject({
      type: 'account-disabled',
      actor: { uid: admin.uid },
      reason: 'On leave.',
    });
    expect(await setDisabled(admin, { uid: member.uid, disabled: false })).toMatchObject({
      role: 'editor',
    });
    expect((await auth.getUser(member.uid)).disabled).toBe(false);
  });

  it('is enabled by its author’s name and reason, where Firebase Auth alone has disabled it', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('editor')]);
    await auth.updateUser(member.uid, { disabled: true });
    const order = { uid: member.uid, disabled: false, reason: 'A mistake.' };
    expect(await setDisabled(admin, order)).toMatchObject({ role: 'editor', status: 'applied' });
    expect((await auth.getUser(member.uid)).disabled).toBe(false);
    expect((await auditOf(member.uid)).at(-1)).toMatchObject({
      type: 'account-enabled',
      actor: { uid: admin.uid },
      reason: 'A mistake.',
      outcome: 'applied',
    });
  });

  it('is decided by rank, also for a disabled user', async () => {
    const [admin, peer] = await Promise.all([createPerson('admin'), createPerson('admin')]);
    await editInConsole(peer.uid, { disabled: true });
    await expect(setDisabled(admin, { uid: peer.uid, disabled: false })).rejects.toMatchObject({
      details: { reason: 'rank-too-low' },
    });
    await expect(setDisabled(admin, { uid: admin.uid, disabled: true })).rejects.toMatchObject({
      details: { reason: 'own-role' },
    });
  });
});
