import { Timestamp } from 'firebase-admin/firestore';
import { beforeEach, describe, expect, it } from 'vitest';
import { appRoles } from '../../functions/src/live-claims.config.ts';
import { driftOf } from '../../packages/live-claims/src/functions/reconcile/drift.ts';
import { readPerson } from '../../packages/live-claims/src/functions/reconcile/read-page.ts';
import { reconcile } from '../../packages/live-claims/src/functions/reconcile/reconcile.ts';
import { COLLECTIONS, markerPath, userPath } from '../../tools/demo-paths.ts';
import { emptyProject } from '../support/empty-project.ts';

const project = emptyProject('demo-reconcile');
const { auth, db } = project;
beforeEach(() => project.empty());

const RATE = { perSecond: 1000 };

/** People whose documents nothing has looked at yet. */
async function people(uids: readonly string[], fields: Record<string, unknown>): Promise<void> {
  await auth.importUsers(uids.map((uid) => ({ uid, email: `${uid}@example.com` })));
  const batch = db.batch();
  for (const uid of uids) batch.set(db.doc(userPath(uid)), fields);
  await batch.commit();
}

async function repaired(uids: readonly string[], fields: Record<string, unknown>): Promise<void> {
  await people(uids, fields);
  await reconcile(project, { dryRun: false, ...RATE });
}

const run = (dryRun = false) => reconcile(project, { dryRun, ...RATE });
const claimsOf = async (uid: string) => (await auth.getUser(uid)).customClaims ?? {};
const marker = async (uid: string) => (await db.doc(markerPath(uid)).get()).data();

/** Every document's update time and every account's claims: what a run that writes nothing leaves alone. */
async function everything(): Promise<unknown> {
  const collections = Object.values(COLLECTIONS).map((name) => db.collection(name).get());
  const documents = (await Promise.all(collections)).flatMap(({ docs }) =>
    docs.map(({ ref, updateTime }) => [
      ref.path,
      updateTime.toDate().toISOString(),
      updateTime.nanoseconds,
    ]),
  );
  const { users } = await auth.listUsers();
  return {
    documents,
    accounts: users.map(({ uid, customClaims, disabled }) => [uid, customClaims, disabled]),
  };
}

describe('reconcile', () => {
  it('continues past invalid documents, and none of them grants anything', async () => {
    const map = { seconds: Number.MAX_SAFE_INTEGER, nanoseconds: 0 };
    const odd: Record<string, Record<string, unknown>> = {
      'a-map-as-time': { role: 'admin', sessionsRevokedAt: map },
      'a-map-before-the-year-1': { role: 'admin', sessionsRevokedAt: { ...map, seconds: -9e14 } },
      'a-map-as-end': { role: 'admin', roleExpiresAt: map },
      'a-reference': { role: db.doc('users/another-user') },
      bytes: { role: Buffer.from('admin') },
      deep: { role: { a: { b: { c: ['admin'] } } } },
      'not-a-number': { role: Number.NaN },
    };
    for (const [uid, fields] of Object.entries(odd)) await people([uid], fields);
    await people(['z'], { role: 'editor' });
    const report = await run();
    expect(report).toMatchObject({ seen: 8, finished: true, drift: { unreadable: 7 } });
    expect(await claimsOf('z')).toMatchObject({ role: 'editor' });
    for (const uid of Object.keys(odd)) {
      expect(await claimsOf(uid)).not.toHaveProperty('role');
      expect(await marker(uid)).toMatchObject({ role: null, status: 'rejected' });
    }
    // And nothing more the second time.
    const before = await everything();
    await run();
    expect(await everything()).toEqual(before);
  });

  it('sets claims and marker of users whose events were lost, and then finds no drift', async () => {
    await people(['a', 'b', 'c'], { role: 'editor' });
    expect(await run()).toEqual({
      seen: 3,
      total: 3,
      changed: 3,
      skipped: 0,
      drift: { 'claims-differ': 3, 'marker-missing': 3 },
      finished: true,
    });
    expect(await claimsOf('b')).toMatchObject({ role: 'editor' });
    expect(await marker('b')).toMatchObject({ role: 'editor', status: 'applied' });

    const before = await everything();
    expect(await run()).toEqual({
      seen: 3,
      total: 3,
      changed: 0,
      skipped: 0,
      drift: {},
      finished: true,
    });
    expect(await everything()).toEqual(before);
  });

  it('writes nothing on a dry run, and says the same', async () => {
    await people(['a'], { role: 'editor' });
    const before = await everything();
    const found: unknown[] = [];
    const report = await reconcile(project, {
      dryRun: true,
      onDrift: (uid, codes) => found.push([uid, codes]),
    });
    expect(found).toEqual([['a', ['claims-differ', 'marker-missing']]]);
    expect(report).toMatchObject({
      changed: 0,
      drift: { 'claims-differ': 1, 'marker-missing': 1 },
    });
    expect(await everything()).toEqual(before);
  });

  it('restores overwritten claims, and keeps those of other code', async () => {
    await repaired(['a'], { role: 'editor' });
    await auth.setCustomUserClaims('a', { tenant: 't1', role: 'owner', cv: 1 });
    expect(await run()).toMatchObject({ changed: 1, drift: { 'claims-differ': 1 } });
    expect(await claimsOf('a')).toMatchObject({ tenant: 't1', role: 'editor' });
  });

  it('brings claims of an older shape to the present one, under a version that clients wait for', async () => {
    await repaired(['a'], { role: 'viewer' });
    const { cv } = await claimsOf('a');
    await auth.setCustomUserClaims('a', { role: 'viewer', cv, rx: null });
    expect(await run()).toMatchObject({ changed: 1, drift: { 'claims-shape': 1 } });
    const now = await claimsOf('a');
    expect(Object.keys(now).sort()).toEqual(['cv', 'role']);
    expect(now.cv).toBeGreaterThan(cv);
    expect(await marker('a')).toMatchObject({ version: now.cv });
  });

  it('writes a missing marker, and one that is behind', async () => {
    await repaired(['a', 'b'], { role: 'viewer' });
    await db.doc(markerPath('a')).delete();
    await db.doc(markerPath('b')).update({ version: 1, role: null });
    expect(await run()).toMatchObject({
      changed: 2,
      drift: { 'marker-missing': 1, 'marker-behind': 1 },
    });
    expect(await marker('a')).toMatchObject({ role: 'viewer', status: 'applied' });
    expect(await marker('b')).toMatchObject({ role: 'viewer', version: (await claimsOf('b')).cv });
  });

  it('removes the role of an account without a document, with and without its marker', async () => {
    await repaired(['a', 'b'], { role: 'admin' });
    await Promise.all([db.doc(userPath('a')).delete(), db.doc(userPath('b')).delete()]);
    await db.doc(markerPath('b')).delete();
    expect(await run()).toMatchObject({ seen: 2, changed: 2, drift: { 'no-document': 2 } });
    expect(await claimsOf('a')).not.toHaveProperty('role');
    expect(await claimsOf('b')).not.toHaveProperty('role');
    expect(await run()).toMatchObject({ seen: 2, changed: 0, drift: {} });
  });

  it('says on the marker that a document waits for its account, once', async () => {
    await db.doc(userPath('early')).set({ role: 'editor' });
    expect(await run()).toMatchObject({
      changed: 1,
      drift: { 'no-account': 1, 'marker-missing': 1 },
    });
    expect(await marker('early')).toMatchObject({ status: 'pending' });
    expect(await run()).toMatchObject({ changed: 0, skipped: 0, drift: { 'no-account': 1 } });
  });

  it('ends an expired role, in document, claims and marker', async () => {
    const inAnHour = Timestamp.fromMillis(Date.now() + 3_600_000);
    await repaired(['a', 'b'], { role: 'admin', roleExpiresAt: inAnHour });
    await db.doc(userPath('a')).update({ roleExpiresAt: Timestamp.fromMillis(Date.now() - 1) });
    expect(await run()).toMatchObject({ changed: 1, drift: { 'expired-grant': 1 } });
    expect((await db.doc(userPath('a')).get()).data()).toMatchObject({
      role: null,
      roleExpiresAt: null,
      updatedBy: null,
    });
    expect(await claimsOf('a')).not.toHaveProperty('role');
    expect(await marker('a')).toMatchObject({ role: null, status: 'applied' });
    expect(await claimsOf('b')).toMatchObject({ role: 'admin' });
    expect(await run()).toMatchObject({ changed: 0, drift: {} });
  });

  it('disables the account where only the document says so', async () => {
    await repaired(['a'], { role: 'viewer', disabled: true });
    await auth.updateUser('a', { disabled: false });
    expect(await run()).toMatchObject({ changed: 1, drift: { 'disabled-differs': 1 } });
    expect((await auth.getUser('a')).disabled).toBe(true);
  });

  it('skips what cannot be read or cannot be an account, and continues', async () => {
    const impossible = 'x'.repeat(200);
    await people(['a', 'b'], { role: 'viewer' });
    await db.doc(userPath('a')).update({ role: 'Superuser' });
    await db.collection(COLLECTIONS.users).doc(impossible).set({ role: 'viewer' });
    const skipped: Record<string, string> = {};
    const report = await reconcile(project, {
      dryRun: false,
      ...RATE,
      onSkipped: (uid, { code }) => {
        skipped[uid] = code;
      },
    });
    expect(skipped).toEqual({ a: 'unknown-role', [impossible]: 'no-account-id' });
    expect(report).toMatchObject({ seen: 3, skipped: 2, finished: true });
    expect((await db.collection(COLLECTIONS.markers).doc(impossible).get()).exists).toBe(false);
    expect(await claimsOf('b')).toMatchObject({ role: 'viewer' });
  });

  it('names a service as the author in the audit log, with a reason', async () => {
    await repaired(['a'], { role: 'viewer' });
    const { docs } = await db.collection(COLLECTIONS.audit).where('uid', '==', 'a').get();
    expect(docs.map((entry) => entry.data())).toMatchObject([
      { actor: { kind: 'service', uid: null }, reason: 'Reconciled from the command line.' },
    ]);
  });

  it('finds every user across pages, by document, by marker or by account alone', async () => {
    const uids = Array.from({ length: 130 }, (_, index) => `p${index}`);
    await repaired(uids, { role: 'viewer' });
    // Every third loses its document, every fifth its marker, every fifteenth both.
    const batch = db.batch();
    for (const [index, uid] of uids.entries()) {
      if (index % 3 === 0) batch.delete(db.doc(userPath(uid)));
      if (index % 5 === 0) batch.delete(db.doc(markerPath(uid)));
    }
    await batch.commit();
    expect(await run()).toMatchObject({ seen: 130, changed: 61, finished: true });
    for (const [index, uid] of uids.entries()) {
      expect((await claimsOf(uid)).role, uid).toBe(index % 3 === 0 ? undefined : 'viewer');
    }
    expect(await run()).toMatchObject({ seen: 130, changed: 0, drift: {} });
  });

  it('keeps to its rate', async () => {
    await people(['a', 'b', 'c', 'd'], { role: 'viewer' });
    const begun = performance.now();
    expect(await reconcile(project, { dryRun: false, perSecond: 2 })).toMatchObject({ changed: 4 });
    // Four turns half a second apart; timers may be a millisecond early.
    expect(performance.now() - begun).toBeGreaterThan(1490);
  });

  it('stops on request, and reports that it has not finished', async () => {
    const uids = Array.from({ length: 30 }, (_, index) => `p${index}`);
    await people(uids, { role: 'viewer' });
    const report = await reconcile(project, {
      dryRun: false,
      perSecond: 20,
      signal: AbortSignal.timeout(200),
    });
    expect(report.finished).toBe(false);
    expect(report.changed).toBeGreaterThan(0);
    expect(report.changed).toBeLessThan(30);
    expect(await run()).toMatchObject({ changed: 30 - report.changed, finished: true });
  });
});

it('reports the drift of one user', async () => {
  await people(['a'], { role: 'viewer' });
  const seen = await readPerson(project, 'a');
  expect(driftOf(appRoles, seen, Date.now())).toEqual(['claims-differ', 'marker-missing']);
});
