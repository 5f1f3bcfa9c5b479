import type { DriftCode } from '@live-claims/contract';
import { Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it, vi } from 'vitest';
import {
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
import { admin, adminJson, driftShown, stateOf } from '../../support/admin-cli.ts';

describe('show', () => {
  it('has nothing to say about somebody who is in step', async () => {
    const { uid, email } = await createPerson('editor');
    const { code, json } = await adminJson('show', email);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      uid,
      email,
      document: { role: 'editor' },
      claims: { role: 'editor' },
      access: { role: 'editor', expiresAt: null },
      marker: { status: 'applied', role: 'editor' },
      inStep: true,
      drift: [],
    });
    expect((await admin('show', email)).out).toContain('✔ Document, claims and marker agree.');
  });

  it.each<[string, DriftCode[], (uid: string) => Promise<unknown>]>([
    [
      'claims that somebody overwrote',
      ['claims-differ'],
      (uid) => auth.setCustomUserClaims(uid, { role: 'owner', cv: 1 }),
    ],
    ['a missing marker', ['marker-missing'], (uid) => markerDoc(uid).delete()],
    [
      'a marker that says something else',
      ['marker-behind'],
      (uid) => markerDoc(uid).update({ role: 'owner' }),
    ],
    [
      'a marker that cannot be read',
      ['marker-behind'],
      (uid) => markerDoc(uid).set({ version: 'x' }),
    ],
  ])('finds %s, and resync heals it', async (_, codes, tamper) => {
    const { uid } = await createPerson('editor');
    await tamper(uid);
    expect(await driftShown(uid)).toEqual({ code: codes.length > 0 ? 1 : 0, drift: codes });
    expect((await admin('resync', uid)).code).toBe(0);
    expect(await driftShown(uid)).toEqual({ code: 0, drift: [] });
    expect(await claimsOf(uid)).toMatchObject({ role: 'editor' });
  });

  it('and reconcile say that an account was disabled in Firebase Auth, and leave it so', async () => {
    const { uid } = await createPerson('editor');
    await auth.updateUser(uid, { disabled: true });
    const { code, json } = await adminJson('show', uid);
    expect(code).toBe(1);
    expect(json).toMatchObject({ disabledInAuth: true, inStep: false });
    const dry = await adminJson('reconcile', '--dry-run');
    expect(dry.json.drifted.map((each: { uid: string }) => each.uid)).toContain(uid);
    expect((await admin('resync', uid)).code).toBe(0);
    expect((await auth.getUser(uid)).disabled).toBe(true);
    // No check takes the claims for current: the marker says something else.
    expect(await markerOf(uid)).toMatchObject({ role: null, disabledInAuth: true });
    const { out, code: after } = await admin('show', uid);
    expect(after).toBe(0);
    expect(out).toContain('● The account is disabled in Firebase Auth, and not by its document');
  });

  it('finds a role that no document grants, and one that nobody can read', async () => {
    const { uid } = await createAccount();
    await auth.setCustomUserClaims(uid, { role: 'admin' });
    expect((await driftShown(uid)).drift).toContain('no-document');

    const typo = await createPerson('viewer');
    await editInConsole(typo.uid, { role: 'Admin ' });
    await untilMarker(typo.uid, ({ status }) => status === 'rejected');
    const { code, out } = await admin('show', typo.uid);
    expect(code).toBe(1);
    expect(out).toContain('"Admin "');
    expect(out).toContain(`\`grant ${typo.uid} <role>\``);
    expect(await admin('resync', typo.uid)).toMatchObject({ code: 1 });
  });

  it('finds a document whose account is gone', async () => {
    const { uid } = await createPerson('editor');
    await auth.deleteUser(uid);
    expect((await driftShown(uid)).drift).toContain('no-account');
  });

  it('changes nothing', async () => {
    const { uid } = await createPerson('editor');
    await auth.setCustomUserClaims(uid, {});
    const before = await stateOf(uid);
    await admin('show', uid);
    expect(await stateOf(uid)).toEqual(before);
  });
});

it('an end of a role that has passed is drift, and reconciling ends the grant', async () => {
  const { uid } = await createPerson('editor');
  await editInConsole(uid, { roleExpiresAt: Timestamp.fromMillis(Date.now() - 1000) });
  await vi.waitUntil(async () => (await claimsOf(uid)).rx !== undefined, 20_000);
  expect((await driftShown(uid)).drift).toContain('expired-grant');
  expect((await admin('resync', uid)).code).toBe(0);
  expect((await userDoc(uid).get()).get('role')).toBeNull();
});
