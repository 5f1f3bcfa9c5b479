import { GeoPoint } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import {
  auth,
  claimsOf,
  createAccount,
  createPerson,
  db,
  markerDoc,
  userDoc,
} from '../../support/admin.ts';
import { admin, adminJson } from '../../support/admin-cli.ts';

const FAR = 2 ** 53 - 1;
const ODD: readonly (readonly [what: string, fields: Record<string, unknown>])[] = [
  ['a reference', { role: 'editor', team: db.doc('teams/a'), deep: { list: [db.doc('teams/b')] } }],
  ['a reference for a role', { role: db.doc('roles/editor') }],
  ['sessions that end in a map far away', { sessionsRevokedAt: { seconds: FAR, nanoseconds: 0 } }],
  ['sessions that ended in a map before all time', { sessionsRevokedAt: { seconds: -9e14 } }],
  ['a role that ends in a map far away', { role: 'editor', roleExpiresAt: { seconds: FAR } }],
  [
    'a role that ends in a sane map',
    { role: 'editor', roleExpiresAt: { seconds: 9e9, nanoseconds: 0 } },
  ],
  ['a last edit in a map', { role: 'viewer', updatedAt: { seconds: FAR, nanoseconds: FAR } }],
  ['a place, bytes and no number', { a: new GeoPoint(1, 2), b: Buffer.from('x'), c: Number.NaN }],
];

describe('an invalid document of an import or the console', () => {
  it.each(ODD)('with %s is shown', async (_, fields) => {
    const { uid } = await createAccount();
    await userDoc(uid).set(fields);
    const { code, out, err } = await admin('show', uid);
    expect(code, err).toBeLessThanOrEqual(1);
    expect(out).toContain(`users/${uid}`);
    const { json } = await adminJson('show', uid);
    expect(Object.keys(json.document)).toEqual(Object.keys(fields));
  });

  it('with claims and marker of another time is shown', async () => {
    const { uid } = await createPerson('viewer');
    await auth.setCustomUserClaims(uid, { role: 'viewer', rx: FAR, cv: FAR });
    await markerDoc(uid).update({ expiresAt: FAR, version: FAR, problem: null });
    expect((await admin('show', uid)).code).toBe(1);
    expect((await adminJson('show', uid)).json.claims).toMatchObject({ rx: FAR });
  });

  it('stops no reconciliation: users before and after it are repaired', async () => {
    const drifted = await createPerson('editor');
    const odd = await Promise.all(
      ODD.map(async ([, fields]) => {
        const { uid } = await createAccount();
        await userDoc(uid).set(fields);
        return uid;
      }),
    );
    const after = await createPerson('editor');
    for (const { uid } of [drifted, after]) await auth.setCustomUserClaims(uid, {});
    const { code, json } = await adminJson('reconcile', '--now');
    expect(code, JSON.stringify(json)).toBeLessThanOrEqual(1);
    expect(json.finished).toBe(true);
    for (const { uid } of [drifted, after]) {
      expect(await claimsOf(uid)).toMatchObject({ role: 'editor' });
    }
    for (const uid of odd) await userDoc(uid).delete();
  });
});
