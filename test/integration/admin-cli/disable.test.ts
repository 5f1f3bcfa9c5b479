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
  stateOf,
  untilTriggersHaveLooked,
} from '../../support/admin-cli.ts';

describe('disable', () => {
  it('disables the account, removes the role from its claims and keeps it in the document; enable restores it', async () => {
    const { uid, email } = await createPerson('editor');
    const { code, json } = await adminJson('disable', email, '--reason', 'stolen phone');
    expect(code).toBe(0);
    expect(json).toMatchObject({
      uid,
      email,
      disabled: true,
      written: true,
      accountDisabled: true,
    });
    expect((await userDoc(uid).get()).data()).toMatchObject({
      role: 'editor',
      disabled: true,
      updatedBy: null,
    });
    expect((await auth.getUser(uid)).disabled).toBe(true);
    expect(await claimsOf(uid)).not.toHaveProperty('role');
    expect(await markerOf(uid)).toMatchObject({ disabled: true, role: null });
    expect((await auditOf(uid)).at(-1)).toMatchObject({
      type: 'account-disabled',
      actor: { kind: 'service', uid: null },
      reason: 'stolen phone',
      before: { role: 'editor', disabled: false },
      // What the document says: the role stays there, without effect.
      after: { role: 'editor', disabled: true },
    });
    expect((await admin('show', email)).out).toMatch(/disabled +true/);

    const enabled = await admin('enable', uid);
    expect(enabled).toMatchObject({
      code: 0,
      out: expect.stringContaining('As editor, as before'),
    });
    expect((await auth.getUser(uid)).disabled).toBe(false);
    expect(await claimsOf(uid)).toMatchObject({ role: 'editor' });
    expect((await auditOf(uid)).at(-1)).toMatchObject({ type: 'account-enabled' });
  });

  it('ends the sessions with it, where asked to', async () => {
    const { uid } = await createPerson('editor');
    const before = Math.floor(Date.now() / 1000);
    const { json, code } = await adminJson('disable', uid, '--sessions');
    expect(code).toBe(0);
    expect(json).toMatchObject({ sessionsEnded: true });
    const { sessionsRevokedAt } = (await markerOf(uid)) ?? {};
    expect(sessionsRevokedAt?.seconds).toBeGreaterThanOrEqual(before);
    const since = Date.parse((await auth.getUser(uid)).tokensValidAfterTime ?? '') / 1000;
    expect(since).toBeGreaterThanOrEqual(sessionsRevokedAt?.seconds ?? Number.NaN);
    expect((await admin('show', uid)).out).toMatch(/sessions ended +20/);
    expect((await driftShown(uid)).drift).toEqual([]);
  });

  it('leaves nothing for the trigger to do, and writes nothing the second time', async () => {
    const { uid } = await createPerson('editor');
    await admin('disable', uid);
    const [marker, user] = [await markerDoc(uid).get(), await userDoc(uid).get()];
    expect((await adminJson('disable', uid)).json).toMatchObject({ written: false });
    await untilTriggersHaveLooked();
    expect((await markerDoc(uid).get()).updateTime).toEqual(marker.updateTime);
    expect((await userDoc(uid).get()).updateTime).toEqual(user.updateTime);
  });

  it('works for an account that has no document', async () => {
    const { uid, email } = await createAccount();
    expect((await admin('disable', email)).code).toBe(0);
    expect((await auth.getUser(uid)).disabled).toBe(true);
    expect((await userDoc(uid).get()).data()).toMatchObject({ email, role: null, disabled: true });
    expect((await admin('enable', email)).code).toBe(0);
    expect((await auth.getUser(uid)).disabled).toBe(false);
  });

  it('of a missing account is refused', async () => {
    for (const command of ['disable', 'enable']) {
      expect((await admin(command, 'nobody@example.com')).code).toBe(3);
      expect((await admin(command, 'nobody')).code).toBe(3);
    }
    expect((await userDoc('nobody').get()).exists).toBe(false);
  });

  it('spares the last permanent owner', async () => {
    await dismissOwners();
    const owner = await createPerson('owner');
    const before = await stateOf(owner.uid);
    for (const more of [[], ['--sessions']]) {
      expect(await admin('disable', owner.uid, ...more)).toMatchObject({
        code: 4,
        err: expect.stringContaining('[last-owner]'),
      });
    }
    expect(await stateOf(owner.uid)).toEqual(before);
    await createPerson('owner');
    expect((await admin('disable', owner.uid)).code).toBe(0);
  });
});

describe('enable', () => {
  it('refuses what could not be applied', async () => {
    const { uid } = await createPerson('editor');
    await admin('disable', uid);
    await editInConsole(uid, { role: 'Editor ' });
    expect(await admin('enable', uid)).toMatchObject({
      code: 4,
      err: expect.stringContaining('[cannot-apply]'),
    });
    expect((await auth.getUser(uid)).disabled).toBe(true);
  });

  it('takes back what was done in the Firebase console alone', async () => {
    const { uid } = await createPerson('editor');
    await auth.updateUser(uid, { disabled: true });
    const { code, out } = await admin('enable', uid);
    expect(code).toBe(0);
    expect(out).toContain('enabled');
    await untilMarker(uid, ({ disabled, role }) => !disabled && role === 'editor');
    expect((await auth.getUser(uid)).disabled).toBe(false);
  });
});
