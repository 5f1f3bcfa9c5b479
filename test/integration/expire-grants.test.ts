import { Timestamp } from 'firebase-admin/firestore';
import { parseAuditEntry } from 'live-claims/core';
import { beforeEach, describe, expect, it } from 'vitest';
import config, { appRoles } from '../../functions/src/live-claims.config.ts';
import { endExpiredGrants } from '../../packages/live-claims/src/functions/reconcile/end-expired-grants.ts';
import { reconcile } from '../../packages/live-claims/src/functions/reconcile/reconcile.ts';
import { syncUser } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import { markerPath, userPath } from '../../tools/demo-paths.ts';
import {
  auditOf,
  claimsOf,
  createPerson,
  editInConsole,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import { emptyProject } from '../support/empty-project.ts';
import { stack } from '../support/stack.ts';

const project = emptyProject('demo-expiry');
const { auth, db } = project;
beforeEach(() => project.empty());

const NOW = Date.now();
const ago = (seconds: number) => Timestamp.fromMillis(NOW - seconds * 1000);
const PACE = async () => {};

type Options = Partial<Parameters<typeof endExpiredGrants>[1]>;
const run = (options: Options = {}) =>
  endExpiredGrants(project, { now: NOW, pace: PACE, ...options });

/** People whose claims say what their documents do. */
async function people(documents: Readonly<Record<string, Record<string, unknown>>>): Promise<void> {
  await auth.importUsers(Object.keys(documents).map((uid) => ({ uid })));
  const batch = db.batch();
  for (const [uid, fields] of Object.entries(documents)) batch.set(db.doc(userPath(uid)), fields);
  await batch.commit();
  // As it was while the grants were active: a reconciliation of all users would end them now.
  for (const uid of Object.keys(documents)) await syncUser(project.engine, uid);
}

const document = async (uid: string) => (await db.doc(userPath(uid)).get()).data();
const marker = async (uid: string) => (await db.doc(markerPath(uid)).get()).data();
const claims = async (uid: string) => (await auth.getUser(uid)).customClaims ?? {};
const entries = async (uid: string) => {
  const { docs } = await db.collection('auditLog').where('uid', '==', uid).orderBy('at').get();
  return docs.map((entry) => parseAuditEntry(entry.data()));
};

describe('an expired role', () => {
  it('is removed from document, claims and marker, with the reason in the log', async () => {
    await people({ ann: { role: 'editor', roleExpiresAt: ago(10), displayName: 'Ann' } });
    expect(await claims('ann')).toMatchObject({ role: 'editor', rx: ago(10).seconds });

    expect(await run()).toEqual({ seen: 1, ended: 1, failed: 0, more: false });
    expect(await document('ann')).toMatchObject({
      role: null,
      roleExpiresAt: null,
      displayName: 'Ann',
      updatedBy: null,
    });
    const { cv, ...rest } = await claims('ann');
    expect(rest).toEqual({});
    expect(await marker('ann')).toMatchObject({ role: null, expiresAt: null, version: cv });
    expect((await entries('ann')).at(-1)).toMatchObject({
      type: 'token-claims-change',
      before: { role: 'editor', expiresAt: ago(10).seconds },
      after: { role: null, expiresAt: null },
      actor: { kind: 'service', uid: null },
      reason: 'The grant has ended.',
      outcome: 'applied',
    });
  });

  it('is ended for a disabled user, who stays disabled', async () => {
    await people({ ann: { role: 'editor', roleExpiresAt: ago(10), disabled: true } });
    expect(await run()).toMatchObject({ ended: 1 });
    expect(await document('ann')).toMatchObject({ role: null, disabled: true });
    expect((await auth.getUser('ann')).disabled).toBe(true);
  });

  it('is ended for an owner too: a time-bound owner is never the last permanent one', async () => {
    const top = appRoles.ranking.at(-1);
    await people({ ann: { role: top, roleExpiresAt: ago(10) }, ben: { role: top } });
    expect(await run()).toMatchObject({ ended: 1 });
    expect(await document('ben')).toEqual({ role: top });
    expect(await claims('ann')).not.toHaveProperty('role');
  });

  it.each([
    [
      'a grant that still runs',
      { role: 'editor', roleExpiresAt: Timestamp.fromMillis(NOW + 5000) },
    ],
    ['a grant without an end', { role: 'editor', roleExpiresAt: null }],
    ['an unreadable role', { role: 'Editor', roleExpiresAt: ago(10) }],
    ['an unreadable end', { role: 'editor', roleExpiresAt: '2020-01-01' }],
    ['an unreadable `disabled`', { role: 'editor', roleExpiresAt: ago(10), disabled: 'no' }],
  ])('is not %s: it stays, with its problem', async (_, fields) => {
    await people({ ann: fields });
    const before = [await document('ann'), await marker('ann'), await claims('ann')];
    expect(await run()).toMatchObject({ ended: 0, failed: 0 });
    expect([await document('ann'), await marker('ann'), await claims('ann')]).toEqual(before);
  });

  it('that was renewed after the query stays', async () => {
    await people({ ann: { role: 'editor', roleExpiresAt: ago(10) } });
    const renew = () =>
      db.doc(userPath('ann')).update({ roleExpiresAt: Timestamp.fromMillis(NOW + 60_000) });
    const report = await run({
      pace: async () => {
        await renew();
      },
    });
    expect(report).toMatchObject({ seen: 1, ended: 0, failed: 0 });
    expect(await document('ann')).toMatchObject({ role: 'editor' });
  });
});

describe('a run', () => {
  const many = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `p${index}`,
        { role: 'editor', roleExpiresAt: ago(10 + index) },
      ]),
    );

  it('goes through page after page', async () => {
    await people(many(7));
    expect(await run({ page: 3 })).toEqual({ seen: 7, ended: 7, failed: 0, more: false });
    expect(await run({ page: 3 })).toEqual({ seen: 0, ended: 0, failed: 0, more: false });
  });

  it('is bounded, and the next one goes on', async () => {
    await people(many(5));
    expect(await run({ page: 2, most: 4 })).toEqual({ seen: 4, ended: 4, failed: 0, more: true });
    expect(await run({ page: 2, most: 4 })).toEqual({ seen: 1, ended: 1, failed: 0, more: false });
  });

  it('never waits behind unreadable documents', async () => {
    const broken = Object.fromEntries(
      Array.from({ length: 4 }, (_, index) => [
        `old${index}`,
        { role: 'Editor ', roleExpiresAt: ago(1000 + index) },
      ]),
    );
    await people({ ...broken, ann: { role: 'editor', roleExpiresAt: ago(10) } });
    expect(await run({ page: 2, most: 2 })).toMatchObject({ ended: 1, more: true });
  });

  it('beside another one ends each grant once', async () => {
    await people(many(3));
    const reports = await Promise.all([run(), run()]);
    expect(reports.map(({ failed }) => failed)).toEqual([0, 0]);
    expect(reports.reduce((sum, { ended }) => sum + ended, 0)).toBe(3);
    for (const uid of ['p0', 'p1', 'p2']) {
      const ends = (await entries(uid)).filter((entry) => entry?.reason === 'The grant has ended.');
      expect(ends).toHaveLength(1);
    }
  });

  it('continues past users that fail, and ends their grants later', async () => {
    await people(many(2));
    const accounts = {
      ...project.engine.accounts,
      setClaims: async (uid: string, value: Readonly<Record<string, unknown>>) => {
        if (uid === 'p0') throw new Error('the quota');
        return project.engine.accounts.setClaims(uid, value);
      },
    };
    const failures: string[] = [];
    const report = await endExpiredGrants(
      { ...project, engine: { ...project.engine, accounts } },
      { now: NOW, pace: PACE, onFailure: (uid) => failures.push(uid) },
    );
    expect(report).toMatchObject({ seen: 2, ended: 1, failed: 1 });
    expect(failures).toEqual(['p0']);
    await reconcile(project, { dryRun: false, perSecond: 1000 });
    expect(await claims('p0')).not.toHaveProperty('role');
  });
});

/**
 * Makes the request that Cloud Scheduler makes: no emulator keeps the time. The Functions emulator has
 * such a function under a name with the count of its reloads, which it tells who asks for another.
 */
async function runScheduled(name: string): Promise<number> {
  const triggers = `http://${stack.functions}/functions/projects/${stack.projectId}/triggers`;
  const known = await (await fetch(`${triggers}/none`, { method: 'POST' })).text();
  const [key] = known.match(new RegExp(`${config.region}-${name}-\\d+`, 'g'))?.slice(-1) ?? [];
  return (await fetch(`${triggers}/${key}`, { method: 'POST' })).status;
}

it('the scheduled function ends a grant, and a listening client gets it', async () => {
  const { uid } = await createPerson('editor');
  await editInConsole(uid, { roleExpiresAt: Timestamp.fromMillis(Date.now() - 1000) });
  await untilMarker(uid, ({ expiresAt }) => expiresAt !== null);
  const heard = untilMarker(uid, ({ role, status }) => role === null && status === 'applied');
  expect(await runScheduled('expireGrants')).toBe(200);
  await heard;
  expect(await claimsOf(uid)).not.toHaveProperty('role');
  expect((await userDoc(uid).get()).get('role')).toBeNull();
  expect((await auditOf(uid)).at(-1)).toMatchObject({
    actor: { kind: 'service', uid: null },
    reason: 'The grant has ended.',
  });
});
