import { httpsCallable } from 'firebase/functions';
import { Timestamp } from 'firebase-admin/firestore';
import {
  type BulkProblem,
  CALLABLES,
  type Job,
  parseBulkSetRolesResult,
  parseJob,
  parseSkippedAccount,
} from 'live-claims/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { startBulkSetRoles } from '../../packages/live-claims/src/functions/jobs/bulk-set-roles.ts';
import { runStep } from '../../packages/live-claims/src/functions/jobs/run-step.ts';
import { stopJob } from '../../packages/live-claims/src/functions/jobs/start-job.ts';
import { COLLECTIONS, jobPath, skippedPath, userPath } from '../../tools/demo-paths.ts';
import * as shared from '../support/admin.ts';
import { emptyProject } from '../support/empty-project.ts';
import { signedIn } from '../support/signed-in.ts';

describe('a bulk change, step by step', () => {
  const alone = emptyProject('demo-bulk');
  const { db, auth } = alone;
  const tasks: { jobId: string; step: number }[] = [];
  const project = {
    ...alone,
    queue: { enqueue: async (task: { jobId: string; step: number }) => void tasks.push(task) },
  };

  beforeEach(async () => {
    await alone.empty();
    tasks.length = 0;
  });

  async function people(given: Record<string, string | null>): Promise<void> {
    await auth.importUsers(Object.keys(given).map((uid) => ({ uid })));
    const batch = db.batch();
    for (const [uid, role] of Object.entries(given)) batch.set(db.doc(userPath(uid)), { role });
    await batch.commit();
  }

  const start = (request: Parameters<typeof startBulkSetRoles>[1], perSecond = 1000) =>
    startBulkSetRoles(project, request, { startedBy: 'boss', perSecond, now: Date.now() });

  async function finish(jobId: string): Promise<Job> {
    for (let next = 0; next < tasks.length; next++) {
      await runStep(project, tasks[next] as (typeof tasks)[0], 1);
    }
    return parseJob((await db.doc(jobPath(jobId)).get()).data()) as Job;
  }

  const roleOf = async (uid: string) => (await db.doc(userPath(uid)).get()).get('role');
  const claimsOf = async (uid: string) => (await auth.getUser(uid)).customClaims;

  it('gives each their own role, with claims, marker and one audit entry that names the actor', async () => {
    await people({ boss: 'admin', ann: 'viewer', ben: 'editor' });
    const changes = [
      { uid: 'ann', role: 'editor' },
      { uid: 'ben', role: null },
    ];
    const { jobId, total } = await start({ changes, reason: 'End of term' });
    expect(total).toBe(2);
    expect(await finish(jobId)).toMatchObject({
      kind: 'bulk-set-roles',
      status: 'done',
      startedBy: 'boss',
      total: 2,
      seen: 2,
      changed: 2,
      skipped: 0,
    });
    expect(await claimsOf('ann')).toMatchObject({ role: 'editor' });
    const { docs } = await db.collection(COLLECTIONS.audit).where('uid', '==', 'ann').get();
    expect(docs.map((entry) => entry.data())).toMatchObject([
      {
        actor: { kind: 'person', uid: 'boss' },
        after: { role: 'editor' },
        reason: 'End of term',
      },
    ]);
    expect(await roleOf('ben')).toBeNull();
  });

  it('changes all users with a role, and no others', async () => {
    await people({ boss: 'admin', ann: 'editor', ben: 'editor', cyd: 'viewer', dan: null });
    const expiresAt = Date.now() + 3_600_000;
    const { jobId, total } = await start({
      everybodyWith: { role: 'editor' },
      role: 'viewer',
      expiresAt,
    });
    expect(total).toBe(2);
    expect(await finish(jobId)).toMatchObject({ status: 'done', changed: 2 });
    expect(await claimsOf('ann')).toMatchObject({ rx: Math.floor(expiresAt / 1000) });
    expect((await db.doc(userPath('cyd')).get()).data()).toEqual({ role: 'viewer' });
    expect(await roleOf('dan')).toBeNull();
  });

  it('writes nothing when one of the changes is refused, and names all problems', async () => {
    await people({ boss: 'admin', ann: 'viewer', olga: 'owner' });
    const refused = start({
      changes: [
        { uid: 'ann', role: 'editor' },
        { uid: 'olga', role: 'viewer' },
        { uid: 'ghost', role: 'viewer' },
        { uid: 'boss', role: 'viewer' },
        { uid: 'ann2', role: 'owner' },
      ],
    });
    await expect(refused).rejects.toMatchObject({
      problems: [
        { index: 1, code: 'rank-too-low' },
        { index: 2, code: 'no-such-person' },
        { index: 3, code: 'own-role' },
        { index: 4, code: 'rank-too-low' },
      ],
    });
    expect((await db.collection(COLLECTIONS.jobs).get()).size).toBe(0);
    expect(await roleOf('ann')).toBe('viewer');
    expect(tasks).toEqual([]);
  });

  it('refuses a role without users', async () => {
    await people({ boss: 'admin' });
    const refused = start({ everybodyWith: { role: 'editor' }, role: 'viewer' });
    await expect(refused).rejects.toThrow('No user has that role.');
  });

  it('decides each change by the user’s state at its time', async () => {
    await people({ boss: 'admin', ann: 'viewer', ben: 'viewer', cyd: 'viewer' });
    const changes = ['ann', 'ben', 'cyd'].map((uid) => ({ uid, role: 'editor' }));
    const { jobId } = await start({ changes });
    await db.doc(userPath('ben')).update({ role: 'owner' });
    await db.doc(userPath('cyd')).delete();
    expect(await finish(jobId)).toMatchObject({ status: 'done', changed: 1, skipped: 2 });
    expect(await roleOf('ben')).toBe('owner');
    const { docs } = await db.collection(skippedPath(jobId)).get();
    expect(docs.map((doc) => [doc.id, parseSkippedAccount(doc.data())?.code])).toEqual([
      ['ben', 'rank-too-low'],
      ['cyd', 'no-such-person'],
    ]);
  });

  it('ends when its starter may no longer change roles', async () => {
    await people({ boss: 'admin', ann: 'viewer', ben: 'viewer' });
    const changes = ['ann', 'ben'].map((uid) => ({ uid, role: 'editor' }));
    const { jobId } = await start({ changes });
    await db.doc(userPath('boss')).update({ role: 'viewer' });
    expect(await finish(jobId)).toMatchObject({
      status: 'failed',
      problem: 'The caller’s role does not allow changing the access of others.',
    });
    expect([await roleOf('ann'), await roleOf('ben')]).toEqual(['viewer', 'viewer']);
  });

  it('keeps an owner who would be the last', async () => {
    await people({ boss: 'owner', olga: 'owner', ann: 'viewer' });
    const expiresAt = Date.now() + 3_600_000;
    await db.doc(userPath('boss')).update({ roleExpiresAt: new Date(expiresAt) });
    const { jobId } = await start({ everybodyWith: { role: 'viewer' }, role: 'editor', expiresAt });
    const second = await start({ changes: [{ uid: 'olga', role: 'viewer', expiresAt }] });
    await finish(jobId);
    const { docs } = await db.collection(skippedPath(second.jobId)).get();
    expect(docs.map((doc) => doc.get('code'))).toEqual(['last-owner']);
  });

  it('skips users whose access was changed after its start, in either direction', async () => {
    await people({ boss: 'admin', ann: 'editor', ben: 'viewer', cyd: 'viewer' });
    const changes = ['ann', 'ben', 'cyd'].map((uid) => ({
      uid,
      role: uid === 'ann' ? 'viewer' : 'editor',
    }));
    const { jobId } = await start({ changes });
    // One is dismissed, one is disabled, while the job is on its way to them.
    await db.doc(userPath('ann')).update({ role: null });
    await db.doc(userPath('ben')).update({ disabled: true });
    expect(await finish(jobId)).toMatchObject({ status: 'done', changed: 1, skipped: 2 });
    expect([await roleOf('ann'), await roleOf('ben')]).toEqual([null, 'viewer']);
    const { docs } = await db.collection(skippedPath(jobId)).get();
    expect(docs.map((doc) => doc.get('code'))).toEqual(['changed-meanwhile', 'changed-meanwhile']);
  });

  it.each([
    ['the app is locked down', 'settings/access', { lockdown: true }, /locked down/],
    [
      'its starter’s sessions have ended since',
      'users/boss',
      { role: 'admin', sessionsRevokedAt: Timestamp.fromMillis(Date.now() + 3_600_000) },
      /signed out/,
    ],
    ['its starter was disabled', 'users/boss', { role: 'admin', disabled: true }, /disabled/],
  ])('ends when %s', async (_, path, data, problem) => {
    await people({ boss: 'admin', ann: 'viewer' });
    const { jobId } = await start({ changes: [{ uid: 'ann', role: 'editor' }] });
    await db.doc(path).set(data);
    const job = await finish(jobId);
    expect(job).toMatchObject({ status: 'failed', changed: 0 });
    expect(job.problem).toMatch(problem);
    expect(await roleOf('ann')).toBe('viewer');
  });

  it('fails once, with a sentence, when its list is gone', async () => {
    await people({ boss: 'admin', ann: 'viewer' });
    const { jobId } = await start({ changes: [{ uid: 'ann', role: 'editor' }] });
    await db.doc(`${jobPath(jobId)}/changes/0`).delete();
    expect(await finish(jobId)).toMatchObject({
      status: 'failed',
      problem: 'The list of the changes is missing or cannot be read. Start a new job.',
    });
  });

  it('is one of three at most that run for one person', async () => {
    await people({ boss: 'admin', ann: 'viewer' });
    const changes = [{ uid: 'ann', role: 'editor' }];
    const jobs = [await start({ changes }), await start({ changes }), await start({ changes })];
    await expect(start({ changes })).rejects.toThrow('3 of your jobs are running.');
    await stopJob(project, jobs[0]?.jobId ?? '');
    await expect(start({ changes })).resolves.toBeDefined();
  });

  it('is one of three at most also where many are started at the same moment', async () => {
    await people({ boss: 'admin', ann: 'viewer' });
    const changes = [{ uid: 'ann', role: 'editor' }];
    const started = await Promise.allSettled(Array.from({ length: 6 }, () => start({ changes })));
    const refusals = started.filter(({ status }) => status === 'rejected');
    expect(refusals).toHaveLength(3);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ reason: { code: 'too-many-jobs' } });
    }
    expect((await db.collection(COLLECTIONS.jobs).get()).size).toBe(3);
  });

  it('finds accounts that have no document yet', async () => {
    await people({ boss: 'admin' });
    await auth.importUsers([{ uid: 'new', email: 'new@example.com' }]);
    const { jobId } = await start({ changes: [{ uid: 'new', role: 'editor' }] });
    expect(await finish(jobId)).toMatchObject({ status: 'done', changed: 1 });
    expect(await claimsOf('new')).toMatchObject({ role: 'editor' });
  });

  it('does not repeat a change over a later one', async () => {
    await people({ boss: 'admin', ann: 'viewer' });
    const { jobId } = await start({ changes: [{ uid: 'ann', role: 'editor' }] });
    const reference = db.doc(jobPath(jobId));
    const beforeStep = (await reference.get()).data() ?? {};
    await runStep(project, { jobId, step: 0 }, 1);
    await db.doc(userPath('ann')).update({ role: 'viewer' });
    await reference.set(beforeStep);
    expect(await finish(jobId)).toMatchObject({ status: 'done', seen: 1, changed: 0 });
    expect(await roleOf('ann')).toBe('viewer');
  });

  it('repeats a step without a second change or a second audit entry', async () => {
    await people({ boss: 'admin', ann: 'viewer' });
    const { jobId } = await start({ changes: [{ uid: 'ann', role: 'editor' }] });
    const task = { jobId, step: 0 };
    const reference = db.doc(jobPath(jobId));
    const beforeStep = (await reference.get()).data() ?? {};
    await runStep(project, task, 1);
    const after = (await db.doc(userPath('ann')).get()).updateTime;
    // As if the step had died just before it wrote down how far it came.
    await reference.set(beforeStep);
    await runStep(project, task, 2);
    expect((await db.doc(userPath('ann')).get()).updateTime).toEqual(after);
    const audit = await db.collection(COLLECTIONS.audit).where('uid', '==', 'ann').get();
    expect(audit.size).toBe(1);
  });

  it('goes on across a list that is longer than one document takes', async () => {
    const uids = Array.from({ length: 501 }, (_, index) => `p${index}`);
    await people({ boss: 'admin' });
    const batch = db.batch();
    for (const uid of uids) batch.set(db.doc(userPath(uid)), { role: null });
    await batch.commit();
    const { jobId } = await start({ changes: uids.map((uid) => ({ uid, role: 'viewer' })) });
    const stored = await db.collection(`${jobPath(jobId)}/changes`).get();
    expect(stored.docs.map((doc) => doc.get('changes').length)).toEqual([500, 1]);

    // As if the first 499 were done.
    await db.doc(jobPath(jobId)).update({ cursor: '499', seen: 499 });
    expect(await finish(jobId)).toMatchObject({ status: 'done', seen: 501, changed: 2 });
    expect(await roleOf('p498')).toBeNull();
    expect(await roleOf('p499')).toBe('viewer');
    expect(await roleOf('p500')).toBe('viewer');
  });
});

describe('bulkSetRoles', () => {
  async function ask(person: shared.TestUser | null, data: unknown): Promise<unknown> {
    const client = await signedIn(person);
    return (await httpsCallable(client.functions, CALLABLES.bulkSetRoles)(data)).data;
  }

  it('starts a job that the queue carries out', async () => {
    const [admin, ann, ben] = await Promise.all([
      shared.createPerson('admin'),
      shared.createPerson('viewer'),
      shared.createPerson('viewer'),
    ]);
    const changes = [ann, ben].map(({ uid }) => ({ uid, role: 'editor' }));
    const { jobId, total } = parseBulkSetRolesResult(await ask(admin, { changes }));
    expect(total).toBe(2);
    const job = await shared.untilData(shared.db.doc(jobPath(jobId)), (data) => {
      const found = parseJob(data);
      return found?.status === 'running' ? null : found;
    });
    expect(job).toMatchObject({ status: 'done', seen: 2, changed: 2, startedBy: admin.uid });
    expect(await shared.claimsOf(ann.uid)).toMatchObject({ role: 'editor' });
    expect(await shared.markerOf(ben.uid)).toMatchObject({ role: 'editor' });
  });

  it('refuses those who are not signed in, and those who may not change roles', async () => {
    const editor = await shared.createPerson('editor');
    const data = { changes: [{ uid: editor.uid, role: 'viewer' }] };
    await expect(ask(null, data)).rejects.toMatchObject({ code: 'functions/unauthenticated' });
    await expect(ask(editor, data)).rejects.toMatchObject({
      code: 'functions/permission-denied',
      details: { reason: 'not-allowed' },
    });
  });

  it('reports everything that is wrong with a list at once', async () => {
    const admin = await shared.createPerson('admin');
    const asked = ask(admin, {
      changes: [
        { uid: 'a', role: 'superuser' },
        { uid: 'b/c', role: 'viewer' },
        { uid: 'd', role: 'viewer', expiresAt: 'tomorrow' },
        { uid: 'e' },
      ],
    });
    const error = await asked.catch((thrown: unknown) => thrown);
    const { code, message, details } = error as {
      code: string;
      message: string;
      details: { problems: BulkProblem[] };
    };
    expect(code).toBe('functions/invalid-argument');
    expect(message).toMatch(
      /^Nothing was changed\. Change 1: role must be null or one of: viewer,/,
    );
    expect(details.problems.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(
      (await shared.db.collection(COLLECTIONS.jobs).where('startedBy', '==', admin.uid).get()).size,
    ).toBe(0);
  });
});
