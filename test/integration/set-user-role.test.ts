import { randomUUID } from 'node:crypto';
import { httpsCallable } from 'firebase/functions';
import { CALLABLES, parseSyncResult, type SyncResult } from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import {
  auditOf,
  auth,
  claimsOf,
  createAccount,
  createPerson,
  db,
  editInConsole,
  markerDoc,
  markerOf,
  type TestUser,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import { tokenClaims } from '../support/client.ts';
import { signedIn } from '../support/signed-in.ts';

async function asked(person: TestUser | null, data: unknown): Promise<SyncResult> {
  const client = await signedIn(person);
  const { data: answer } = await httpsCallable(client.functions, CALLABLES.setUserRole)(data);
  return parseSyncResult(answer);
}

async function dismissOwners(): Promise<void> {
  const { docs } = await db.collection('users').where('role', '==', 'owner').get();
  await Promise.all(docs.map(({ id }) => editInConsole(id, { role: 'viewer' })));
}

describe('setUserRole', () => {
  it('has applied claims and marker when it answers', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const answer = await asked(admin, { uid: member.uid, role: 'editor' });
    expect(answer).toMatchObject({ role: 'editor', status: 'applied', problem: null });
    expect(await claimsOf(member.uid)).toEqual({ role: 'editor', cv: answer.version });
    expect(await markerOf(member.uid)).toMatchObject({ role: 'editor', version: answer.version });
    expect((await userDoc(member.uid).get()).data()).toMatchObject({
      role: 'editor',
      updatedBy: admin.uid,
    });
  });

  it('leaves nothing for the trigger to do, and one audit entry with its actor', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    await asked(admin, { uid: member.uid, role: 'editor' });
    const marker = await markerDoc(member.uid).get();
    // The trigger looks after a head start of at most 1.5 s: a probe edit bounds the wait from above.
    await editInConsole(member.uid, { displayName: 'Mia' });
    const probe = await createPerson('viewer');
    await asked(admin, { uid: probe.uid, role: 'editor' });
    await editInConsole(probe.uid, { role: 'viewer' });
    await untilMarker(probe.uid, ({ role }) => role === 'viewer');
    expect((await markerDoc(member.uid).get()).updateTime).toEqual(marker.updateTime);
    const entries = await auditOf(member.uid);
    expect(entries).toHaveLength(2);
    expect(entries[1]).toMatchObject({
      type: 'token-claims-change',
      actor: { kind: 'person', uid: admin.uid },
      before: { role: 'viewer' },
      after: { role: 'editor' },
    });
  });

  it('sets and clears the end of a grant', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const expiresAt = Date.now() + 3_600_000;
    await asked(admin, { uid: member.uid, role: 'editor', expiresAt });
    expect(await claimsOf(member.uid)).toMatchObject({ rx: Math.floor(expiresAt / 1000) });
    await asked(admin, { uid: member.uid, role: 'editor' });
    expect(await claimsOf(member.uid)).not.toHaveProperty('rx');
  });

  it('repairs lost claims when the role is unchanged', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('editor')]);
    await auth.setCustomUserClaims(member.uid, {});
    await asked(admin, { uid: member.uid, role: 'editor' });
    expect(await claimsOf(member.uid)).toMatchObject({ role: 'editor' });
  });

  it('repairs a document with an unreadable end', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('editor')]);
    await editInConsole(member.uid, { roleExpiresAt: 'tomorrow' });
    await untilMarker(member.uid, ({ status }) => status === 'rejected');
    const answer = await asked(admin, { uid: member.uid, role: 'editor' });
    expect(answer).toMatchObject({ status: 'applied', role: 'editor', problem: null });
  });

  it('removes the role when the request has none', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('editor')]);
    const { version } = await asked(admin, { uid: member.uid, role: null });
    expect(await claimsOf(member.uid)).toEqual({ cv: version });
  });
});

describe('setUserRole refuses', () => {
  it('a caller without a sign-in', async () => {
    await expect(asked(null, { uid: 'x', role: 'editor' })).rejects.toMatchObject({
      code: 'functions/unauthenticated',
    });
  });

  it.each(['viewer', 'editor', null])('a caller with the role %s', async (role) => {
    const [actor, member] = await Promise.all([createPerson(role), createPerson('viewer')]);
    await expect(asked(actor, { uid: member.uid, role: 'editor' })).rejects.toMatchObject({
      code: 'functions/permission-denied',
      details: { reason: 'not-allowed' },
    });
    expect((await userDoc(member.uid).get()).get('role')).toBe('viewer');
  });

  it('a demoted admin whose token still says admin', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const client = await signedIn(admin);
    await editInConsole(admin.uid, { role: 'viewer' });
    await expect(
      httpsCallable(client.functions, CALLABLES.setUserRole)({ uid: member.uid, role: 'editor' }),
    ).rejects.toMatchObject({ details: { reason: 'not-allowed' } });
    expect(await tokenClaims(client)).toMatchObject({ role: 'admin' });
  });

  it.each([
    ['disabled', { disabled: true }, 'disabled'],
    ['expired', { roleExpiresAt: new Date(Date.now() - 1000) }, 'not-allowed'],
    ['unreadable', { role: 'admin ' }, 'not-allowed'],
  ])('an admin whose grant is %s', async (_, edit, reason) => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const client = await signedIn(admin);
    await editInConsole(admin.uid, edit);
    await expect(
      httpsCallable(client.functions, CALLABLES.setUserRole)({ uid: member.uid, role: 'editor' }),
    ).rejects.toMatchObject({ details: { reason } });
  });

  it('an admin for their own rank, or for a user of it', async () => {
    const [admin, peer, member] = await Promise.all([
      createPerson('admin'),
      createPerson('admin'),
      createPerson('viewer'),
    ]);
    const tooLow = { details: { reason: 'rank-too-low' } };
    await expect(asked(admin, { uid: member.uid, role: 'admin' })).rejects.toMatchObject(tooLow);
    await expect(asked(admin, { uid: member.uid, role: 'owner' })).rejects.toMatchObject(tooLow);
    await expect(asked(admin, { uid: peer.uid, role: 'viewer' })).rejects.toMatchObject(tooLow);
  });

  it('a change of one’s own role, whatever the role', async () => {
    const owner = await createPerson('owner');
    await expect(asked(owner, { uid: owner.uid, role: 'admin' })).rejects.toMatchObject({
      details: { reason: 'own-role' },
    });
  });

  it('a missing user', async () => {
    const admin = await createPerson('admin');
    await expect(asked(admin, { uid: 'missing', role: 'editor' })).rejects.toMatchObject({
      code: 'functions/not-found',
    });
  });

  it.each([
    ['a role that is not in the table', { role: 'root' }],
    ['a role with a blank', { role: 'editor ' }],
    ['a role of a wrong type', { role: 42 }],
    ['an id that leaves the collection', { uid: '../settings/access' }],
    ['an unknown field', { rank: 9 }],
    ['an end in the past', { expiresAt: Date.now() - 1 }],
  ])('%s, saying what is wrong', async (_, fault) => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const request = { uid: member.uid, role: 'editor', ...fault };
    await expect(asked(admin, request)).rejects.toMatchObject({
      code: 'functions/invalid-argument',
    });
    expect((await userDoc(member.uid).get()).get('role')).toBe('viewer');
  });

  it('a time-bound owner, for the last permanent owner', async () => {
    await dismissOwners();
    const [ada, ben] = await Promise.all([createPerson('owner'), createPerson('owner')]);
    const expiresAt = Date.now() + 3_600_000;
    await editInConsole(ben.uid, { roleExpiresAt: new Date(expiresAt) });
    const lastOwner = { code: 'functions/failed-precondition', details: { reason: 'last-owner' } };
    for (const change of [{ role: 'viewer' }, { role: 'owner' }]) {
      const bound = { uid: ada.uid, ...change, expiresAt };
      await expect(asked(ben, bound)).rejects.toMatchObject(lastOwner);
    }
    await expect(asked(ben, { uid: ada.uid, role: null })).rejects.toMatchObject(lastOwner);
    // A document without an account is no owner.
    const ghost = randomUUID();
    await editInConsole(ghost, { role: 'owner' });
    await untilMarker(ghost, ({ status }) => status === 'pending');
    await expect(asked(ben, { uid: ada.uid, role: null })).rejects.toMatchObject(lastOwner);
    await createPerson('owner');
    expect(await asked(ben, { uid: ada.uid, role: null })).toMatchObject({ role: null });
  });

  it('a time-bound owner, for a role beyond their own end', async () => {
    const [ada, ben] = await Promise.all([createPerson('owner'), createPerson('viewer')]);
    const end = Date.now() + 3_600_000;
    await editInConsole(ada.uid, { roleExpiresAt: new Date(end) });
    const beyond = {
      code: 'functions/permission-denied',
      details: { reason: 'beyond-own-end' },
    };
    for (const expiresAt of [undefined, null, end + 1000]) {
      const change = { uid: ben.uid, role: 'owner', expiresAt };
      await expect(asked(ada, change)).rejects.toMatchObject(beyond);
    }
    const until = await asked(ada, { uid: ben.uid, role: 'owner', expiresAt: end });
    expect(until).toMatchObject({ role: 'owner' });
  });

  it('one of two owners who demote each other at the same moment', async () => {
    await dismissOwners();
    const [ada, ben] = await Promise.all([createPerson('owner'), createPerson('owner')]);
    const results = await Promise.allSettled([
      asked(ada, { uid: ben.uid, role: 'viewer' }),
      asked(ben, { uid: ada.uid, role: 'viewer' }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const owners = await db.collection('users').where('role', '==', 'owner').get();
    expect(owners.size).toBe(1);
  });
});

it('an account without a document is given a role by call, and its document with it', async () => {
  const [admin, account] = await Promise.all([createPerson('admin'), createAccount()]);
  expect(await asked(admin, { uid: account.uid, role: 'editor' })).toMatchObject({
    role: 'editor',
  });
  expect((await userDoc(account.uid).get()).get('role')).toBe('editor');
  const missing = { uid: randomUUID(), role: 'editor' };
  await expect(asked(admin, missing)).rejects.toMatchObject({ code: 'functions/not-found' });
});

describe('a change that was decided on another state', () => {
  it('does not overwrite a later change, and the answer has the current state', async () => {
    const [admin, owner, member] = await Promise.all([
      createPerson('admin'),
      createPerson('owner'),
      createPerson('viewer'),
    ]);
    const expected = { role: 'viewer', expiresAt: null, disabled: false };
    await asked(owner, { uid: member.uid, role: null });
    const late = asked(admin, { uid: member.uid, role: 'editor', expected });
    await expect(late).rejects.toMatchObject({
      code: 'functions/aborted',
      details: {
        reason: 'changed-meanwhile',
        current: { role: null, expiresAt: null, disabled: false },
        changedBy: owner.uid,
        changedAt: expect.any(Number),
      },
    });
    const again = { uid: member.uid, role: 'editor', expected: { ...expected, role: null } };
    expect(await asked(admin, again)).toMatchObject({ role: 'editor' });
  });

  it('compares the text of the role, also where it is no role', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    await editInConsole(member.uid, { role: 'Editor ', disabled: 'no' });
    const expected = { role: 'Editor ', expiresAt: null, disabled: true };
    const change = { uid: member.uid, role: 'editor', expected };
    // The text is what was expected; the rest of the document stands in the way of any role.
    await expect(asked(admin, change)).rejects.toMatchObject({
      code: 'functions/failed-precondition',
      details: { reason: 'cannot-apply', problem: { field: 'disabled' } },
    });
  });
});

it('the change of a document that is full says what is wrong, and changes nothing', async () => {
  const [admin, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
  // Room for less than the change adds; where the limit of 1 MiB lies exactly is for Firestore to say.
  const fill = (size: number): Promise<unknown> =>
    userDoc(member.uid)
      .update({ filler: 'x'.repeat(size) })
      .catch(() => fill(size - 40));
  await fill(1_048_400);
  await expect(asked(admin, { uid: member.uid, role: 'editor' })).rejects.toMatchObject({
    code: 'functions/failed-precondition',
    message: expect.stringContaining('is full'),
  });
  expect((await userDoc(member.uid).get()).get('role')).toBe('viewer');
});

describe('a request with a text that Firestore would not take', () => {
  it.each([
    ['an id that is half a surrogate pair', { uid: '\ud800', role: 'editor' }],
    ['an id that leads into another document', { uid: 'x/', role: 'editor' }],
    ['a reason that is half a surrogate pair', { uid: 'x', role: 'editor', reason: 'x\ud800' }],
    ['a reason that steers a terminal', { uid: 'x', role: 'editor', reason: '\u001b[2J' }],
    ['an end after the year 9999', { uid: 'x', role: 'editor', expiresAt: 253_402_300_800_000 }],
  ])('%s is refused', async (_, data) => {
    const admin = await createPerson('admin');
    await expect(asked(admin, data)).rejects.toMatchObject({ code: 'functions/invalid-argument' });
  });
});
