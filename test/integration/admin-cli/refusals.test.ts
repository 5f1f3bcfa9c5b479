import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  auth,
  createAccount,
  createPerson,
  editInConsole,
  untilMarker,
  userDoc,
} from '../../support/admin.ts';
import { admin, dismissOwners, stateOf } from '../../support/admin-cli.ts';

describe('grant and revoke refuse, and write nothing', () => {
  it.each<[string, number, readonly string[], Record<string, unknown>?]>([
    ['a role that is not there', 2, ['grant', 'UID', 'root']],
    ['a role in capitals', 2, ['grant', 'UID', 'Admin']],
    ['an end in the past', 2, ['grant', 'UID', 'admin', '--expires', '2020-01-01']],
    ['an address for --prepare', 2, ['grant', 'EMAIL', 'admin', '--prepare']],
    ['an unknown option', 2, ['revoke', 'UID', '--session']],
    ['a document with another unreadable field', 4, ['grant', 'UID', 'admin'], { disabled: 'no' }],
  ])('%s', async (_, exitCode, args, edit) => {
    const { uid, email } = await createPerson('viewer');
    if (edit !== undefined) {
      await editInConsole(uid, edit);
      await untilMarker(uid, ({ status }) => status === 'rejected');
    }
    const before = await stateOf(uid);
    const typed = args.map((arg) => ({ UID: uid, EMAIL: email })[arg] ?? arg);
    const { code, out, err } = await admin(...typed);
    expect(code).toBe(exitCode);
    expect(out).toBe('');
    expect(err).toContain('→');
    expect(err).not.toMatch(/at .*\.[jt]s:/);
    expect(await stateOf(uid)).toEqual(before);
  });

  it('a role that does not fit beside other claims', async () => {
    const { uid } = await createAccount();
    await auth.setCustomUserClaims(uid, { big: 'x'.repeat(980) });
    const before = await stateOf(uid);
    expect(await admin('grant', uid, 'admin')).toMatchObject({
      code: 4,
      err: expect.stringContaining('[cannot-apply]'),
    });
    expect(await stateOf(uid)).toEqual(before);
  });

  it.each([
    ['an address without an account', 3, 'nobody@example.com'],
    ['an id that is none', 2, 'users/some-user'],
    ['an id that is too long', 2, 'x'.repeat(129)],
    ['an address that is none', 2, '@'],
  ])('%s', async (_, exitCode, person) => {
    for (const args of [['show'], ['revoke'], ['reconcile']]) {
      expect((await admin(...args, person)).code, args[0]).toBe(exitCode);
    }
    expect((await admin('grant', person, 'admin')).code).toBe(exitCode);
  });

  it('an address of a deleted account, naming the document that is left', async () => {
    // A prepared document: the deletion of an account deletes its own.
    const [uid, email] = [randomUUID(), `${randomUUID()}@example.com`];
    await userDoc(uid).set({ email, role: 'viewer' });
    const { code, err } = await admin('revoke', email);
    expect(code).toBe(3);
    expect(err).toContain(`users/${uid}`);
    expect((await admin('revoke', uid)).code).toBe(0);
    expect((await userDoc(uid).get()).get('role')).toBeNull();
  });

  it('a demotion of the last permanent owner', async () => {
    await dismissOwners();
    const owner = await createPerson('owner');
    const before = await stateOf(owner.uid);
    for (const args of [
      ['grant', owner.uid, 'admin'],
      ['grant', owner.uid, 'owner', '--expires', '30d'],
      ['revoke', owner.uid, '--sessions'],
    ]) {
      expect(await admin(...args)).toMatchObject({
        code: 4,
        err: expect.stringContaining('[last-owner]'),
      });
    }
    expect(await stateOf(owner.uid)).toEqual(before);
    await createPerson('owner');
    expect((await admin('grant', owner.uid, 'admin')).code).toBe(0);
  });
});
