import { randomUUID } from 'node:crypto';
import { signInWithCustomToken } from 'firebase/auth';
import { httpsCallable } from 'firebase/functions';
import { Timestamp } from 'firebase-admin/firestore';
import { versionAt } from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import {
  auditOf,
  auth,
  claimsOf,
  createAccount,
  createPerson,
  editInConsole,
  markerDoc,
  markerOf,
  REMOVED,
  untilData,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import { openClient, tokenClaims } from '../support/client.ts';

describe('an edit in the console', () => {
  it('becomes claims, marker and one audit entry', async () => {
    const { uid } = await createPerson('viewer');
    await editInConsole(uid, { role: 'editor' });
    const marker = await untilMarker(uid, ({ role }) => role === 'editor');
    expect(await claimsOf(uid)).toEqual({ role: 'editor', cv: marker.version });
    expect(marker).toMatchObject({ status: 'applied', problem: null });
    const { updateTime } = await userDoc(uid).get();
    expect(marker.version).toBe(
      (updateTime?.toMillis() ?? 0) * 1000 + (((updateTime?.nanoseconds ?? 0) / 1000) % 1000),
    );
    expect((await auditOf(uid)).at(-1)).toMatchObject({
      type: 'token-claims-change',
      before: { role: 'viewer', disabled: false },
      after: { role: 'editor', disabled: false },
      version: marker.version,
    });
  });

  it('keeps the claims of other code', async () => {
    const { uid } = await createPerson('viewer');
    await auth.setCustomUserClaims(uid, { ...(await claimsOf(uid)), tenant: 't1' });
    await editInConsole(uid, { role: 'editor' });
    const { version } = await untilMarker(uid, ({ role }) => role === 'editor');
    expect(await claimsOf(uid)).toEqual({ tenant: 't1', role: 'editor', cv: version });
  });

  it.each([
    ['removes the field', { role: REMOVED }],
    ['sets it to null', { role: null }],
  ])('that %s takes the role away', async (_, edit) => {
    const { uid } = await createPerson('admin');
    await editInConsole(uid, edit);
    const { version } = await untilMarker(uid, ({ role }) => role === null);
    expect(await claimsOf(uid)).toEqual({ cv: version });
  });

  it('that deletes the document removes the role and says so', async () => {
    const { uid } = await createPerson('admin');
    const before = await markerOf(uid);
    await userDoc(uid).delete();
    const { version } = await untilMarker(uid, ({ role }) => role === null);
    expect(version).toBeGreaterThan(before?.version ?? Number.POSITIVE_INFINITY);
    expect(await claimsOf(uid)).toEqual({ cv: version });
  });

  it('that creates the document again gives the new role, under a higher version', async () => {
    const { uid } = await createPerson('admin');
    await userDoc(uid).delete();
    const { version: deleted } = await untilMarker(uid, ({ role }) => role === null);
    await userDoc(uid).set({ role: 'viewer' });
    const { version } = await untilMarker(uid, ({ role }) => role === 'viewer');
    expect(version).toBeGreaterThan(deleted);
    expect(await claimsOf(uid)).toEqual({ role: 'viewer', cv: version });
  });

  it.each(['jürgen', '松本', 'a%2Fb', 'a b', '👩‍🚀', 'ops+1@example.com'])(
    'reaches the account %s, and its end does',
    async (name) => {
      const { uid } = await createAccount(`${name}-${randomUUID()}`);
      await userDoc(uid).set({ role: 'editor' });
      const { version } = await untilMarker(uid, ({ role }) => role === 'editor');
      expect(await claimsOf(uid)).toEqual({ role: 'editor', cv: version });
      await userDoc(uid).delete();
      const deleted = await untilMarker(uid, ({ role }) => role === null);
      expect(await claimsOf(uid)).toEqual({ cv: deleted.version });
    },
  );

  it('disables the account with the person, and enables it again', async () => {
    const { uid } = await createPerson('editor');
    await editInConsole(uid, { disabled: true });
    await untilMarker(uid, ({ disabled, role }) => disabled && role === null);
    expect((await auth.getUser(uid)).disabled).toBe(true);
    await editInConsole(uid, { disabled: false });
    await untilMarker(uid, ({ disabled, role }) => !disabled && role === 'editor');
    expect((await auth.getUser(uid)).disabled).toBe(false);
    const types = (await auditOf(uid)).map(({ type }) => type);
    expect(types).toEqual(['token-claims-change', 'account-disabled', 'account-enabled']);
  });

  it('carries the end of a grant into the token', async () => {
    const { uid } = await createPerson('viewer');
    const end = Timestamp.fromMillis(Date.now() + 3_600_000);
    await editInConsole(uid, { role: 'editor', roleExpiresAt: end });
    await untilMarker(uid, ({ role }) => role === 'editor');
    expect(await claimsOf(uid)).toMatchObject({ role: 'editor', rx: end.seconds });
  });

  it('ends with the last of many in a row', async () => {
    const { uid } = await createPerson('viewer');
    const roles = ['editor', 'admin', 'viewer', 'owner', 'viewer', 'editor', 'viewer', 'admin'];
    for (const role of roles) await editInConsole(uid, { role });
    const { updateTime } = await userDoc(uid).get();
    // An earlier edit says admin, too: its marker may still be there.
    const revision = versionAt(updateTime ?? Timestamp.now());
    const last = await untilMarker(uid, ({ version }) => version >= revision);
    expect(last.role).toBe('admin');
    expect(await claimsOf(uid)).toMatchObject({ role: 'admin' });
    expect(last.claimsUpdatedAt.seconds).toBeGreaterThanOrEqual(updateTime?.seconds ?? Number.NaN);
  });
});

describe('an edit that does not touch access', () => {
  it('writes nothing: no claims, no marker, no audit entry', async () => {
    const { uid } = await createPerson('editor');
    const claims = await claimsOf(uid);
    const marker = await markerDoc(uid).get();
    await editInConsole(uid, { displayName: 'Mia' });
    // A later edit that does: once it has arrived, the earlier one would have, too.
    const probe = await createPerson('viewer');
    await editInConsole(probe.uid, { role: 'editor' });
    await untilMarker(probe.uid, ({ role }) => role === 'editor');
    expect(await claimsOf(uid)).toEqual(claims);
    expect((await markerDoc(uid).get()).updateTime).toEqual(marker.updateTime);
    expect(await auditOf(uid)).toHaveLength(1);
  });
});

describe('an unreadable value', () => {
  it.each([
    ['wrong-type', { role: 42 }],
    ['wrong-type', { role: ['admin'] }],
    ['wrong-type', { role: { name: 'admin' } }],
    ['wrong-type', { role: true }],
    ['wrong-type', { role: 'admin', roleExpiresAt: 'tomorrow' }],
    ['wrong-type', { role: 'admin', disabled: 'no' }],
    ['stray-blank', { role: 'admin ' }],
    ['unknown-role', { role: 'Admin' }],
    ['unknown-role', { role: 'superuser' }],
    ['unknown-role', { role: '' }],
    ['misnamed-field', { role: REMOVED, Role: 'admin' }],
  ])('%s: %j is reported on the marker, and grants nothing', async (code, edit) => {
    const { uid } = await createPerson('viewer');
    const before = await claimsOf(uid);
    await editInConsole(uid, edit);
    const marker = await untilMarker(uid, ({ status }) => status === 'rejected');
    expect(marker).toMatchObject({ role: null, problem: { code } });
    expect(marker.version).toBeGreaterThan(before.cv as number);
    expect(await claimsOf(uid)).toEqual({ cv: marker.version });
    expect((await auditOf(uid)).at(-1)).toMatchObject({ type: 'claims-rejected' });
  });

  it('claims-too-large: other claims leave no room for the role and stay; the old role is removed', async () => {
    const { uid } = await createPerson('viewer');
    const claims = await claimsOf(uid);
    const room = 1000 - JSON.stringify({ ...claims, big: '' }).length;
    await auth.setCustomUserClaims(uid, { ...claims, big: 'x'.repeat(room) });
    await editInConsole(uid, { role: 'editor', roleExpiresAt: Timestamp.fromMillis(2e12) });
    const marker = await untilMarker(uid, ({ status }) => status === 'rejected');
    expect(marker.problem?.code).toBe('claims-too-large');
    const left = await claimsOf(uid);
    expect(left).toMatchObject({ cv: marker.version, big: 'x'.repeat(room) });
    expect(left).not.toHaveProperty('role');
  });

  it('is forgiven once it is corrected', async () => {
    const { uid } = await createPerson('viewer');
    await editInConsole(uid, { role: 'Admin' });
    await untilMarker(uid, ({ status }) => status === 'rejected');
    await editInConsole(uid, { role: 'admin' });
    const marker = await untilMarker(uid, ({ status }) => status === 'applied');
    expect(marker).toMatchObject({ role: 'admin', problem: null });
    expect(await claimsOf(uid)).toMatchObject({ role: 'admin' });
  });
});

describe('a document that has no account', () => {
  it('waits visibly, and is applied when its person signs in for the first time', async () => {
    const uid = `early-${Date.now()}`;
    await userDoc(uid).set({ role: 'editor' });
    const waiting = await untilMarker(uid, ({ status }) => status === 'pending');
    expect(waiting).toMatchObject({ role: null, version: 0, problem: { code: 'no-such-account' } });

    const client = openClient();
    await signInWithCustomToken(client.auth, await auth.createCustomToken(uid));
    const { data } = await httpsCallable(client.functions, 'syncMyClaims')();
    expect(data).toMatchObject({ status: 'applied', role: 'editor' });
    expect(await tokenClaims(client, true)).toMatchObject({ role: 'editor' });
    await client.close();
  });

  it('gets nothing written to Firebase Auth', async () => {
    const uid = `no-account-${Date.now()}`;
    await userDoc(uid).set({ role: 'editor' });
    await untilMarker(uid, ({ status }) => status === 'pending');
    await expect(auth.getUser(uid)).rejects.toMatchObject({ code: 'auth/user-not-found' });
  });

  it('gets a problem when the account was deleted with a role', async () => {
    const { uid } = await createPerson('viewer');
    await auth.deleteUser(uid);
    // The trigger of that takes the document along, whenever it comes.
    await untilData(userDoc(uid), (data) => (data === undefined ? true : null));
    await editInConsole(uid, { role: 'admin' });
    const marker = await untilMarker(uid, ({ status }) => status === 'pending');
    expect(marker.problem?.code).toBe('no-such-account');
  });
});

it('grants nothing to an account that has no document', async () => {
  const { uid } = await createAccount();
  expect(await claimsOf(uid)).toEqual({});
});
