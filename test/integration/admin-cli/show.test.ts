import { Timestamp } from 'firebase-admin/firestore';
import type { DriftCode } from 'live-claims/core';
import { describe, expect, it, vi } from 'vitest';
import { markerPath } from '../../../tools/demo-paths.ts';
import {
  auth,
  claimsOf,
  createAccount,
  createPerson,
  editInConsole,
  untilMarker,
  userDoc,
} from '../../support/admin.ts';
import { admin, adminJson, driftShown, quietProject } from '../../support/admin-cli.ts';

const quiet = quietProject('demo-shown');
const quietMarker = (uid: string) => quiet.db.doc(markerPath(uid));

/** A user of the quiet project without a problem. */
async function inStep(fields: Record<string, unknown>) {
  const person = await quiet.createPerson(fields);
  await admin('reconcile', person.uid, ...quiet.here);
  return person;
}

describe('show', () => {
  it('reports nothing about a user without drift', async () => {
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
      'overwritten claims',
      ['claims-differ'],
      (uid) => quiet.auth.setCustomUserClaims(uid, { role: 'owner', cv: 1 }),
    ],
    ['a missing marker', ['marker-missing'], (uid) => quietMarker(uid).delete()],
    [
      'a marker that says something else',
      ['marker-behind'],
      (uid) => quietMarker(uid).update({ role: 'owner' }),
    ],
    [
      'a marker that cannot be read',
      ['marker-behind'],
      (uid) => quietMarker(uid).set({ version: 'x' }),
    ],
  ])('finds %s, and reconcile repairs it', async (_, codes, tamper) => {
    const { uid } = await inStep({ role: 'editor' });
    await tamper(uid);
    expect(await driftShown(uid, ...quiet.here)).toEqual({ code: 1, drift: codes });
    expect((await admin('reconcile', uid, ...quiet.here)).code).toBe(0);
    expect(await driftShown(uid, ...quiet.here)).toEqual({ code: 0, drift: [] });
    expect((await quiet.auth.getUser(uid)).customClaims).toMatchObject({ role: 'editor' });
  });

  it('and reconcile say that an account was disabled in Firebase Auth, and leave it so', async () => {
    const { uid } = await inStep({ role: 'editor' });
    await quiet.auth.updateUser(uid, { disabled: true });
    const { code, json } = await adminJson('show', uid, ...quiet.here);
    expect(code).toBe(1);
    expect(json).toMatchObject({ disabledInAuth: true, inStep: false });
    const dry = await adminJson('reconcile', '--dry-run', ...quiet.here);
    expect(dry.json.drifted.map((each: { uid: string }) => each.uid)).toContain(uid);
    expect((await admin('reconcile', uid, ...quiet.here)).code).toBe(0);
    expect((await quiet.auth.getUser(uid)).disabled).toBe(true);
    // No check takes the claims for current: the marker says something else.
    const marker = (await quietMarker(uid).get()).data();
    expect(marker).toMatchObject({ role: null, disabledInAuth: true });
    const { out, code: after } = await admin('show', uid, ...quiet.here);
    expect(after).toBe(0);
    expect(out).toContain('● The account is disabled in Firebase Auth, and not by its document');
  });

  it('finds a role that no document grants, and one that cannot be read', async () => {
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
    expect(await admin('reconcile', typo.uid)).toMatchObject({ code: 1 });
  });

  it('finds a document whose account is gone', async () => {
    const { uid } = await inStep({ role: 'editor' });
    await quiet.auth.deleteUser(uid);
    expect((await driftShown(uid, ...quiet.here)).drift).toContain('no-account');
  });

  it('changes nothing', async () => {
    const { uid } = await inStep({ role: 'editor' });
    await quiet.auth.setCustomUserClaims(uid, {});
    const before = await quiet.stateOf(uid);
    expect((await admin('show', uid, ...quiet.here)).code).toBe(1);
    expect(await quiet.stateOf(uid)).toEqual(before);
  });
});

it('an end of a role that has passed is drift, and reconciling ends the grant', async () => {
  const { uid } = await createPerson('editor');
  await editInConsole(uid, { roleExpiresAt: Timestamp.fromMillis(Date.now() - 1000) });
  await vi.waitUntil(async () => (await claimsOf(uid)).rx !== undefined, 60_000);
  expect((await driftShown(uid)).drift).toContain('expired-grant');
  expect((await admin('reconcile', uid)).code).toBe(0);
  expect((await userDoc(uid).get()).get('role')).toBeNull();
});
