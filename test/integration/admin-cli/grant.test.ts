import { httpsCallable } from 'firebase/functions';
import { CALLABLES, parseSyncResult } from 'live-claims/core';
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
  untilMarker,
  userDoc,
} from '../../support/admin.ts';
import {
  admin,
  adminJson,
  dismissOwners,
  driftShown,
  untilTriggersHaveLooked,
} from '../../support/admin-cli.ts';
import { tokenClaims } from '../../support/client.ts';
import { signedIn } from '../../support/signed-in.ts';
import { stack } from '../../support/stack.ts';

describe('grant', () => {
  it('makes the first owner, whose next token carries the role', async () => {
    await dismissOwners();
    const [first, member] = await Promise.all([createAccount(), createPerson('viewer')]);
    const client = await signedIn(first);
    expect(await tokenClaims(client)).not.toHaveProperty('role');

    const { code, out } = await admin('grant', first.email, 'owner');
    expect(code).toBe(0);
    expect(out).toContain(`✔ ${first.email} is now owner, had no role.`);
    expect(await tokenClaims(client, true)).toMatchObject({ role: 'owner' });
    expect((await userDoc(first.uid).get()).data()).toMatchObject({
      email: first.email,
      role: 'owner',
      roleExpiresAt: null,
      disabled: false,
      updatedBy: null,
    });

    const call = httpsCallable(client.functions, CALLABLES.setUserRole);
    const { data } = await call({ uid: member.uid, role: 'admin' });
    expect(parseSyncResult(data)).toMatchObject({ role: 'admin', status: 'applied' });
  });

  it('leaves nothing for the trigger to do, and one audit entry with the reason', async () => {
    const { uid } = await createPerson('viewer');
    expect(await admin('grant', uid, 'editor', '--reason', 'on call')).toMatchObject({
      code: 0,
      out: expect.stringContaining('is now editor, was viewer.'),
    });
    const marker = await markerDoc(uid).get();
    await untilTriggersHaveLooked();
    expect((await markerDoc(uid).get()).updateTime).toEqual(marker.updateTime);
    const entries = await auditOf(uid);
    expect(entries).toHaveLength(2);
    expect(entries[1]).toMatchObject({
      type: 'token-claims-change',
      actor: { kind: 'service', uid: null },
      reason: 'on call',
      before: { role: 'viewer' },
      after: { role: 'editor' },
    });
  });

  it('says in JSON what it did, and keeps fields and claims that are not its own', async () => {
    const { uid, email } = await createPerson('viewer');
    await auth.setCustomUserClaims(uid, { ...(await claimsOf(uid)), tenant: 't1' });
    const before = (await userDoc(uid).get()).data();
    const expiresAt = '2035-01-31T18:00:00.000Z';
    const { code, json } = await adminJson(
      'grant',
      email,
      'editor',
      '--expires',
      '2035-01-31T18:00Z',
    );
    expect(code).toBe(0);
    expect(json).toMatchObject({
      project: stack.projectId,
      emulators: true,
      uid,
      email,
      role: 'editor',
      roleBefore: 'viewer',
      expiresAt,
      written: true,
      applied: { status: 'applied', role: 'editor', problem: null },
    });
    expect(await claimsOf(uid)).toEqual({
      tenant: 't1',
      role: 'editor',
      cv: json.applied.version,
      rx: Date.parse(expiresAt) / 1000,
    });
    const { role, roleExpiresAt, updatedAt, updatedBy, changeId, ...kept } =
      (await userDoc(uid).get()).data() ?? {};
    expect(before).toMatchObject(kept);
    expect(Object.keys(kept).sort()).toEqual([
      'createdAt',
      'disabled',
      'displayName',
      'email',
      'photoURL',
    ]);
    expect(roleExpiresAt.toDate().toISOString()).toBe(expiresAt);
  });

  it('writes no second revision for an unchanged role, but repairs its claims', async () => {
    const { uid } = await createPerson('editor');
    const before = await userDoc(uid).get();
    expect(await adminJson('grant', uid, 'editor')).toMatchObject({
      code: 0,
      json: { written: false, applied: { changed: false } },
    });
    await auth.setCustomUserClaims(uid, {});
    expect(await adminJson('grant', uid, 'editor')).toMatchObject({
      code: 0,
      json: { written: false, applied: { changed: true, role: 'editor' } },
    });
    expect(await claimsOf(uid)).toMatchObject({ role: 'editor' });
    expect((await userDoc(uid).get()).updateTime).toEqual(before.updateTime);
  });

  it('repairs an unreadable role', async () => {
    const { uid } = await createPerson('viewer');
    await editInConsole(uid, { role: 'Admin ' });
    await untilMarker(uid, ({ status }) => status === 'rejected');
    expect((await admin('grant', uid, 'admin')).code).toBe(0);
    expect(await markerOf(uid)).toMatchObject({ status: 'applied', role: 'admin', problem: null });
  });

  it('says that a disabled user has no access by it', async () => {
    const { uid } = await createPerson('viewer');
    await editInConsole(uid, { disabled: true });
    await untilMarker(uid, ({ disabled }) => disabled);
    const { code, out } = await admin('grant', uid, 'editor');
    expect(code).toBe(0);
    expect(out).toContain('no effect');
    expect(await claimsOf(uid)).not.toHaveProperty('role');
  });

  it('prepares a document for a future account, with --prepare', async () => {
    const uid = `early-${Date.now()}`;
    expect(await admin('grant', uid, 'editor')).toMatchObject({
      code: 3,
      err: expect.stringContaining('--prepare'),
    });
    expect((await userDoc(uid).get()).exists).toBe(false);

    expect(await admin('grant', uid, 'editor', '--prepare')).toMatchObject({
      code: 0,
      out: expect.stringContaining('will be editor'),
    });
    expect(await markerOf(uid)).toMatchObject({ status: 'pending' });
    expect(await driftShown(uid)).toEqual({ code: 0, drift: ['no-account'] });
  });
});
