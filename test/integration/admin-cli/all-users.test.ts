import { initializeApp } from 'firebase-admin/app';
import { getAuth } from 'firebase-admin/auth';
import { getFirestore } from 'firebase-admin/firestore';
import { describe, expect, it, vi } from 'vitest';
import config from '../../../functions/src/live-claims.config.ts';
import { carryOut } from '../../../packages/live-claims/src/cli/carry-out.ts';
import { parseRequest } from '../../../packages/live-claims/src/cli/parse-request.ts';
import { isAppRequest } from '../../../packages/live-claims/src/cli/request.ts';
import { fakeTerminal } from '../../../packages/live-claims/src/cli/testing/fake-terminal.ts';
import { auth, claimsOf, createPerson, db } from '../../support/admin.ts';
import { admin, adminJson } from '../../support/admin-cli.ts';

describe('all users', () => {
  it('reconcile finds and repairs drift, in a project of its own', async () => {
    const projectId = 'demo-admin-cli';
    const app = initializeApp({ projectId }, projectId);
    const [people, accounts] = [getFirestore(app), getAuth(app)];
    const there = ['reconcile', '--now', '--project', projectId];
    await people.doc('users/ada').set({ role: 'editor' });
    await people.doc('users/ben').set({ role: 'Editor' });
    for (const uid of ['ada', 'ben']) await accounts.createUser({ uid });

    const dry = await adminJson(...there, '--dry-run');
    expect(dry).toMatchObject({ code: 1, json: { dryRun: true, finished: true, changed: 0 } });
    expect(dry.json.drift).toMatchObject({ 'claims-differ': 1, unreadable: 1 });
    expect((await accounts.getUser('ada')).customClaims ?? {}).toEqual({});

    const repaired = await adminJson(...there);
    expect(repaired).toMatchObject({ code: 1, json: { dryRun: false, finished: true } });
    expect(repaired.json.skippedPeople).toMatchObject([{ uid: 'ben', code: 'unknown-role' }]);
    expect((await accounts.getUser('ada')).customClaims).toMatchObject({ role: 'editor' });

    await people.doc('users/ben').set({ role: 'viewer' });
    expect((await admin(...there)).code).toBe(0);
    const clean = await admin(...there, '--dry-run');
    expect(clean).toMatchObject({ code: 0, out: expect.stringContaining('Nothing has drifted.') });
    expect(clean.err).toContain('100 %');
  });

  it('reconcile is a job of the functions: followed to its end, stopped, resumed, and unknown', async () => {
    const { uid } = await createPerson('editor');
    await auth.setCustomUserClaims(uid, { role: 'owner', cv: 1 });
    const { json } = await adminJson('reconcile', '--per-second', '200');
    expect(json).toMatchObject({ kind: 'reconcile', status: 'done', problem: null });
    expect(json.seen).toBeGreaterThan(0);
    expect(json.changed).toBeGreaterThan(0);
    expect(await claimsOf(uid)).toMatchObject({ role: 'editor' });

    expect((await admin('reconcile', '--follow', json.jobId)).out).toContain('checked');
    expect((await admin('reconcile', '--resume', json.jobId)).code).toBe(4);
    expect((await admin('reconcile', '--stop', json.jobId)).code).toBe(4);
    for (const order of ['--follow', '--resume', '--stop']) {
      expect((await admin('reconcile', order, 'no-such-job')).code, order).toBe(3);
    }
  }, 180_000);

  it('Ctrl-C stops following a job, which can then be stopped and resumed', async () => {
    const surroundings = {
      out: fakeTerminal().out,
      version: '',
      config,
      now: Date.now(),
    };
    const request = parseRequest(['reconcile'], surroundings);
    if (request === null || isAppRequest(request)) throw new Error('No command.');
    const stop = new AbortController();
    const terminal = fakeTerminal(process.env);
    const watching = carryOut(request, config, terminal, stop.signal);
    // The job's line is on the screen: from here on it is only watched.
    await vi.waitUntil(() => /Job \w+ …/.test(terminal.written().err), { timeout: 60_000 });
    stop.abort();
    const { exitCode, json } = await watching;
    expect(exitCode).toBe(130);
    const jobId = String(json.jobId);
    const { code } = await admin('reconcile', '--stop', jobId);
    // It may have been done before it could be stopped.
    if (code === 0) {
      expect((await adminJson('reconcile', '--resume', jobId)).json).toMatchObject({
        status: 'done',
      });
    }
    expect((await db.doc(`jobs/${jobId}`).get()).get('status')).toBe('done');
  }, 180_000);
});
