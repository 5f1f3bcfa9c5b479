import { httpsCallable } from 'firebase/functions';
import { CALLABLES } from 'live-claims/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { markerPath, userPath } from '../../../tools/demo-paths.ts';
import { auth, claimsOf, createPerson, db, markerOf, userDoc } from '../../support/admin.ts';
import { admin, adminJson, dismissOwners } from '../../support/admin-cli.ts';
import { signedIn } from '../../support/signed-in.ts';
import { stack } from '../../support/stack.ts';

const ROOT = `http://${stack.firestore}/v1/projects/${stack.projectId}/databases/(default)/documents`;

/** A request to Firestore over REST, as any client can send it, with or without an ID token. */
async function ask(method: string, path: string, token: string | null, body?: object) {
  const answer = await fetch(`${ROOT}${path}`, {
    method,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: JSON.parse((await answer.text()) || '{}') };
}

/** A client that reads the documents in a transaction of its own, and leaves that open. */
async function lock(
  token: string | null,
  ...paths: readonly string[]
): Promise<() => Promise<void>> {
  const { body } = await ask('POST', ':beginTransaction', token, { options: { readWrite: {} } });
  const { transaction } = body;
  const prefix = ROOT.slice(ROOT.indexOf('projects/'));
  const documents = paths.map((path) => `${prefix}/${path}`);
  await ask('POST', ':batchGet', token, { documents, transaction });
  const release = async () => {
    await ask('POST', ':rollback', 'owner', { transaction });
  };
  onTestFinished(release);
  return release;
}

/** Whether the rules allow the read. */
const mayRead = async (token: string, path: string) =>
  (await ask('GET', `/${path}`, token)).status === 200;

const idToken = async (person: Parameters<typeof signedIn>[0]) => {
  const { currentUser } = (await signedIn(person)).auth;
  return (await currentUser?.getIdToken()) ?? '';
};

describe('while a client leaves a transaction open', { timeout: 180_000 }, () => {
  it('disable --auth-first disables the account at once, and the document when it can', async () => {
    const thief = await createPerson('admin');
    const { uid } = thief;
    await auth.setCustomUserClaims(uid, { ...(await claimsOf(uid)), tenant: 't1' });
    const release = await lock(await idToken(thief), userPath(uid), markerPath(uid));
    const args = ['disable', thief.email, '--auth-first', '--reason', 'stolen phone'];

    const locked = admin(...args);
    // It needs no lock, so it does not wait for the end of the command.
    await vi.waitUntil(async () => (await auth.getUser(uid)).disabled, { timeout: 60_000 });
    const { code, out } = await locked;
    expect(code).toBe(1);
    expect(out).toContain('is disabled in Firebase Auth');
    expect(out).toContain(`users/${uid} or its marker is locked`);
    expect((await userDoc(uid).get()).get('disabled')).toBe(false);
    expect(await claimsOf(uid)).toMatchObject({ tenant: 't1' });
    expect(await claimsOf(uid)).not.toHaveProperty('role');
    await expect(signedIn(thief)).rejects.toMatchObject({ code: 'auth/user-disabled' });

    await release();
    expect(await adminJson(...args)).toMatchObject({
      code: 0,
      json: { written: true, accountDisabled: true, sessionsEnded: true },
    });
    expect(await markerOf(uid)).toMatchObject({ disabled: true, role: null });
    expect((await auth.getUser(uid)).disabled).toBe(true);
    expect(await admin('enable', uid)).toMatchObject({ code: 0 });
    expect(await claimsOf(uid)).toMatchObject({ role: 'admin', tenant: 't1' });
  });

  it('an edit by call goes through, whatever a client locks of what everyone may read', async () => {
    const [boss, member, viewer] = await Promise.all(
      ['admin', 'viewer', 'viewer'].map((role) => createPerson(role)),
    );
    if (!boss || !member || !viewer) throw new Error('Three people are needed.');
    await db.doc('settings/access').set({ lockdown: false, minimumAuthTime: null });
    await lock(await idToken(viewer), 'settings/access', markerPath(viewer.uid));
    const { functions } = await signedIn(boss);
    const setUserRole = httpsCallable(functions, CALLABLES.setUserRole);
    const { data } = await setUserRole({ uid: member.uid, role: 'editor' });
    expect(data).toMatchObject({ role: 'editor', status: 'applied' });
  });

  it('lockdown --by-rules closes Firestore to all users, and restores the former rules', async () => {
    const reader = await createPerson('viewer');
    const token = await idToken(reader);
    await db.doc('settings/access').set({ lockdown: false, minimumAuthTime: null });
    const release = await lock(token, 'settings/access');
    expect(await mayRead(token, userPath(reader.uid))).toBe(true);
    try {
      expect((await admin('lockdown', 'on')).code).toBe(4);
      expect(await admin('lockdown', 'on', '--by-rules')).toMatchObject({
        code: 0,
        out: expect.stringContaining('lockdown off --by-rules'),
      });
      expect(await mayRead(token, userPath(reader.uid))).toBe(false);
    } finally {
      expect((await admin('lockdown', 'off', '--by-rules')).code).toBe(0);
      await release();
    }
    expect(await mayRead(token, userPath(reader.uid))).toBe(true);
  });
});

describe('disable --auth-first', () => {
  it('spares the last permanent owner, and only that one', async () => {
    await dismissOwners();
    const owner = await createPerson('owner');
    expect(await admin('disable', owner.uid, '--auth-first')).toMatchObject({
      code: 4,
      err: expect.stringContaining('[last-owner]'),
    });
    expect((await auth.getUser(owner.uid)).disabled).toBe(false);
    expect((await admin('disable', 'missing', '--auth-first')).code).toBe(3);
  });

  it('does the same as disable where nothing is locked', async () => {
    const { uid } = await createPerson('editor');
    expect(await adminJson('disable', uid, '--auth-first')).toMatchObject({
      code: 0,
      json: { written: true, accountDisabled: true, sessionsEnded: true },
    });
    expect((await admin('show', uid)).code).toBe(0);
    expect((await admin('enable', uid)).code).toBe(0);
    expect((await auth.getUser(uid)).disabled).toBe(false);
  });
});

it('check-database says that an emulator locks', async () => {
  expect(await adminJson('check-database')).toMatchObject({
    code: 0,
    json: { concurrencyMode: 'EMULATOR', lockFree: false },
  });
});
