import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { UserImportRecord } from 'firebase-admin/auth';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import config from '../../../functions/src/live-claims.config.ts';
import { carryOut } from '../../../packages/live-claims/src/cli/carry-out.ts';
import { main } from '../../../packages/live-claims/src/cli/live-claims.ts';
import { parseRequest } from '../../../packages/live-claims/src/cli/parse-request.ts';
import { type OpenProject, openProject } from '../../../packages/live-claims/src/cli/session.ts';
import type { Target } from '../../../packages/live-claims/src/cli/target.ts';
import { fakeTerminal } from '../../../packages/live-claims/src/cli/testing/fake-terminal.ts';
import { newJob } from '../../../packages/live-claims/src/functions/jobs/start-job.ts';
import type {
  Accounts,
  AccountWrite,
} from '../../../packages/live-claims/src/functions/sync/ports.ts';
import { skippedPath } from '../../../tools/demo-paths.ts';
import { admin, adminJson, quietProject } from '../../support/admin-cli.ts';

type Quiet = ReturnType<typeof quietProject>;

/** Accounts with these claims, as an app has them: imported, so that no function hears of them. */
async function accounts({ auth }: Quiet, claims: Readonly<Record<string, object | null>>) {
  const records = Object.entries(claims).map(([uid, customClaims]): UserImportRecord => {
    const account = { uid, email: `${uid}@example.com`, emailVerified: true };
    return customClaims === null ? account : { ...account, customClaims };
  });
  for (let first = 0; first < records.length; first += 1000) {
    const { errors } = await auth.importUsers(records.slice(first, first + 1000));
    if (errors[0]) throw errors[0].error;
  }
}

const claimsIn = async ({ auth }: Quiet, uid: string) => (await auth.getUser(uid)).customClaims;
const roleIn = async ({ db }: Quiet, uid: string) =>
  (await db.doc(`users/${uid}`).get()).get('role');

const OLD_CLAIMS = ['--from', 'claims', '--map', 'admin=true:owner', '--map', 'role=EDITOR:editor'];

describe('from claims', () => {
  it('a dry run counts, lists what needs a look line by line, and writes nothing', async () => {
    const project = quietProject('demo-adopt-dry');
    await accounts(project, {
      boss: { admin: true, plan: 'gold' },
      ...{ ed: { role: 'EDITOR' }, eve: { role: 'EDITOR' } },
      ...{ sue: { role: 'SUPPORT' }, sam: { role: 'SUPPORT' }, none: null, off: { admin: false } },
      kept: { admin: true },
    });
    await project.db.doc('users/kept').set({ role: 'viewer', name: 'Kim' });
    const list = path.join(tmpdir(), `lc-adopt-${crypto.randomUUID()}.tsv`);
    onTestFinished(() => rmSync(list, { force: true }));

    const { code, json } = await adminJson(
      'adopt',
      ...OLD_CLAIMS,
      '--dry-run',
      '--list',
      list,
      ...project.here,
    );
    expect(code).toBe(1);
    expect(json).toMatchObject({
      ...{ dryRun: true, finished: true, seen: 8, changed: 3, skipped: 3 },
      roles: { owner: 1, editor: 2 },
      problems: [
        { code: 'loses-claim', count: 2, message: expect.stringContaining('role="SUPPORT"') },
        { code: 'has-role', count: 1, accounts: ['kept@example.com'] },
      ],
    });
    const lines = readFileSync(list, 'utf8').trimEnd().split('\n').slice(1).sort();
    expect(lines.map((line) => line.split('\t').slice(0, 3))).toEqual([
      ['kept', 'kept@example.com', 'has-role'],
      ['sam', 'sam@example.com', 'loses-claim'],
      ['sue', 'sue@example.com', 'loses-claim'],
    ]);
    expect((await project.db.collection('users').get()).size).toBe(1);
    expect((await project.db.collection('jobs').get()).size).toBe(0);
    const { out } = await admin('adopt', ...OLD_CLAIMS, '--dry-run', ...project.here);
    expect(out).toContain('The claim "role" changes: EDITOR → editor.');
    expect(await claimsIn(project, 'ed')).toEqual({ role: 'EDITOR' });
  });

  it('documents, claims, markers and audit log say the role; other claims, fields and roles stay', async () => {
    const project = quietProject('demo-adopt-claims');
    await accounts(project, {
      boss: { admin: true, plan: 'gold' },
      ...{ ed: { role: 'EDITOR' }, kept: { admin: true }, none: null },
    });
    await project.db.doc('users/ed').set({ name: 'Ed' });
    await project.db.doc('users/kept').set({ role: 'viewer' });
    const { code, json } = await adminJson('adopt', ...OLD_CLAIMS, ...project.here);
    expect(code).toBe(1);
    expect(json).toMatchObject({ status: 'done', seen: 4, changed: 2, skipped: 1 });
    expect(await claimsIn(project, 'boss')).toMatchObject({
      role: 'owner',
      admin: true,
      plan: 'gold',
    });
    expect(await claimsIn(project, 'ed')).toMatchObject({ role: 'editor' });
    expect((await project.db.doc('users/ed').get()).data()).toMatchObject({
      name: 'Ed',
      role: 'editor',
    });
    expect(await roleIn(project, 'kept')).toBe('viewer');
    expect((await project.db.doc('userClaims/ed').get()).get('role')).toBe('editor');
    expect((await project.db.doc(`${skippedPath(json.jobId)}/kept`).get()).get('code')).toBe(
      'has-role',
    );
    const { docs } = await project.db.collection('auditLog').where('uid', '==', 'ed').get();
    expect(docs.map((entry) => entry.get('reason'))).toEqual([
      'Adopted from claims: role=EDITOR:editor.',
    ]);
    expect((await project.db.doc('users/none').get()).exists).toBe(false);

    const again = await adminJson('adopt', ...OLD_CLAIMS, ...project.here);
    expect(again.json).toMatchObject({ changed: 0, skipped: 1 });
    const told = await adminJson('adopt', ...OLD_CLAIMS, '--overwrite', ...project.here);
    expect(told).toMatchObject({ code: 0, json: { changed: 1, skipped: 0 } });
    expect(await claimsIn(project, 'kept')).toMatchObject({ role: 'owner' });
  });

  it('thousands of accounts, stopped in the middle by Ctrl-C and resumed: each is changed once, none is lost', async () => {
    const project = quietProject('demo-adopt-many');
    const uids = Array.from({ length: 2500 }, (_, n) => `u${String(n).padStart(4, '0')}`);
    await accounts(
      project,
      Object.fromEntries(uids.map((uid, n) => [uid, n % 2 ? { role: 'EDITOR' } : null])),
    );
    const surroundings = { out: fakeTerminal().out, version: '', config, now: Date.now() };
    const args = ['adopt', ...OLD_CLAIMS, '--per-second', '1000', ...project.here];
    const request = parseRequest(args, surroundings);
    if (request?.command !== 'adopt') throw new Error('No command.');
    const stop = new AbortController();
    const working = carryOut(request, config, fakeTerminal(process.env), stop.signal);
    const applied = async () =>
      (await project.db.collection('userClaims').count().get()).data().count;
    await vi.waitUntil(async () => (await applied()) > 150, { timeout: 120_000, interval: 50 });
    stop.abort();
    const { exitCode, json } = await working;
    expect(exitCode).toBe(130);
    expect(json).toMatchObject({ status: 'stopped' });
    expect(json.seen).toBeLessThan(2500);
    expect(await applied()).toBeLessThan(1250);

    const jobId = String(json.jobId);
    // The queue's work is of another kind: its cursor would be read as a reconciliation's.
    expect((await admin('reconcile', '--resume', jobId, ...project.here)).code).toBe(3);
    const resumed = await adminJson('adopt', '--resume', jobId, ...project.here);
    expect(resumed).toMatchObject({
      code: 0,
      json: { status: 'done', seen: 2500, changed: 1250, skipped: 0 },
    });
    const { docs } = await project.db.collection('users').where('role', '==', 'editor').get();
    expect(docs.map(({ id }) => id)).toEqual(uids.filter((_, n) => n % 2));
    const markers = await project.db
      .collection('userClaims')
      .where('role', '==', 'editor')
      .count()
      .get();
    expect(markers.data().count).toBe(1250);
    expect((await project.db.collection('auditLog').count().get()).data().count).toBe(1250);
    expect((await admin('adopt', '--resume', jobId, ...project.here)).code).toBe(4);
  }, 300_000);
});

describe('where Firebase Auth does not do what it is asked', () => {
  /** The command, with claims that are set by `setClaims` in place of the engine's own. */
  function adoptWith(
    setClaims: (uid: string, set: () => Promise<AccountWrite>) => Promise<AccountWrite>,
    here: readonly string[],
  ) {
    const surroundings = { out: fakeTerminal().out, version: '', config, now: Date.now() };
    const request = parseRequest(['adopt', ...OLD_CLAIMS, ...here], surroundings);
    if (request?.command !== 'adopt') throw new Error('No command.');
    const open = async (target: Target): Promise<OpenProject> => {
      const project = await openProject(target, config);
      const { accounts } = project.engine;
      const own: Accounts['setClaims'] = (uid, claims) =>
        setClaims(uid, () => accounts.setClaims(uid, claims));
      return {
        ...project,
        engine: { ...project.engine, accounts: { ...accounts, setClaims: own } },
      };
    };
    const terminal = fakeTerminal(process.env);
    return carryOut(request, config, terminal, new AbortController().signal, open);
  }

  it('a quota that is used up is waited for, and nobody is left out', async () => {
    const project = quietProject('demo-adopt-quota');
    await accounts(project, { ann: { role: 'EDITOR' }, bob: { role: 'EDITOR' } });
    const refused = new Set<string>();
    const { exitCode, json } = await adoptWith((uid, set) => {
      if (refused.has(uid)) return set();
      refused.add(uid);
      throw Object.assign(new Error('Exceeded quota.'), { code: 'auth/quota-exceeded' });
    }, project.here);
    expect(refused).toEqual(new Set(['ann', 'bob']));
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ status: 'done', skipped: 0, roles: { editor: 2 } });
    expect(await claimsIn(project, 'bob')).toMatchObject({ role: 'editor' });
  });

  it('an account that cannot be changed is listed, and does not stop the others', async () => {
    const project = quietProject('demo-adopt-broken');
    await accounts(project, { ann: { role: 'EDITOR' }, bob: { role: 'EDITOR' } });
    const { exitCode, json } = await adoptWith((uid, set) => {
      if (uid === 'bob') return set();
      throw new Error('This account is broken.');
    }, project.here);
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({
      ...{ status: 'done', skipped: 1 },
      problems: [{ message: 'This account is broken.', accounts: ['ann@example.com'] }],
    });
    expect(await claimsIn(project, 'bob')).toMatchObject({ role: 'editor' });
  });
});

describe('from documents', () => {
  it('another field of the app’s own documents, and old values of the very field', async () => {
    const project = quietProject('demo-adopt-field');
    await accounts(project, { ann: null, bob: null, cid: { role: 'EDITOR' } });
    await project.db.doc('users/ann').set({ access: { level: 3 }, name: 'Ann' });
    await project.db.doc('users/bob').set({ role: 'EDITOR' });
    await project.db.doc('users/someone@example.com').set({ access: { level: 3 } });
    const rules = ['--map', 'access.level=3:owner', '--map', 'role=EDITOR:editor'];
    const { json } = await adminJson('adopt', '--from', 'users', ...rules, ...project.here);
    expect(json).toMatchObject({
      ...{ status: 'done', changed: 2, skipped: 2 },
      problems: expect.arrayContaining([
        expect.objectContaining({ code: 'no-account', accounts: ['someone@example.com'] }),
        expect.objectContaining({ code: 'loses-claim', accounts: ['cid@example.com'] }),
      ]),
    });
    expect((await project.db.doc('users/ann').get()).data()).toMatchObject({
      ...{ access: { level: 3 }, name: 'Ann', role: 'owner' },
    });
    expect(await claimsIn(project, 'bob')).toMatchObject({ role: 'editor' });
  });

  it('the collection of firestore-auth-claims, whose documents hold the claims or have them in a field', async () => {
    const project = quietProject('demo-adopt-extension');
    await accounts(project, { ann: { role: 'editor', groups: ['a'] }, bob: { role: 'viewer' } });
    const synced = { _synced: new Date() };
    await project.db.doc('user_claims/ann').set({ role: 'editor', groups: ['a'], ...synced });
    await project.db.doc('user_claims/bob').set({ claims: { role: 'viewer', ...synced } });
    const whole = await adminJson('adopt', '--from', 'user_claims', ...project.here);
    expect(whole.json).toMatchObject({ changed: 1, problems: [{ code: 'loses-claim' }] });
    expect(await claimsIn(project, 'ann')).toMatchObject({ role: 'editor', groups: ['a'] });
    const inField = await adminJson('adopt', '--from', 'user_claims/claims', ...project.here);
    expect(inField).toMatchObject({ code: 0, json: { changed: 1 } });
    expect(await roleIn(project, 'bob')).toBe('viewer');
  });
});

it('a stop from elsewhere is heard of between two pages', async () => {
  const project = quietProject('demo-adopt-stop');
  const uids = Array.from({ length: 450 }, (_, n) => `s${String(n).padStart(3, '0')}`);
  await accounts(project, Object.fromEntries(uids.map((uid) => [uid, { role: 'EDITOR' }])));
  const terminal = fakeTerminal(process.env);
  const args = ['adopt', ...OLD_CLAIMS, '--per-second', '100', '--json', ...project.here];
  const working = main(args, config, terminal);
  const jobs = () => project.db.collection('jobs').get();
  await vi.waitUntil(async () => ((await jobs()).docs[0]?.get('seen') ?? 0) > 0, {
    timeout: 120_000,
  });
  const jobId = (await jobs()).docs[0]?.id ?? '';
  expect((await admin('adopt', '--stop', jobId, ...project.here)).code).toBe(0);
  expect(await working).toBe(130);
  const { seen } = JSON.parse(terminal.written().out);
  expect(seen).toBeLessThan(450);
  const resumed = await adminJson(
    'adopt',
    '--resume',
    jobId,
    '--per-second',
    '1000',
    ...project.here,
  );
  expect(resumed.json).toMatchObject({ status: 'done', seen: 450, changed: 450 });
}, 180_000);

it.each([
  [['adopt'], 'adopt needs --from'],
  [['adopt', '--from', 'a/b/c'], 'is no place'],
  [['adopt', '--from', 'claims', '--map', 'admin:owner'], 'is no mapping'],
  [['adopt', '--resume', 'x', '--from', 'claims'], 'has its source'],
])('%j is refused in words', async (args, sentence) => {
  const { code, err } = await admin(...args);
  expect(code).toBe(2);
  expect(err).toContain(sentence);
});

describe('a job', () => {
  const fields = (kind: 'adopt' | 'reconcile') =>
    newJob({ kind, total: 1, perSecond: 10, startedBy: null });

  it('of another kind is not stopped: it is no adoption', async () => {
    const project = quietProject('demo-adopt-stop');
    const job = project.db.doc('jobs/other');
    await job.set(fields('reconcile'));
    const { code, err } = await admin('adopt', '--stop', 'other', ...project.here);
    expect([code, err]).toEqual([3, expect.stringContaining('There is no adoption "other".')]);
    expect((await job.get()).get('status')).toBe('running');
  });

  it('that is resumed goes on with its list', async () => {
    const project = quietProject('demo-adopt-list');
    await accounts(project, { sue: { role: 'SUPPORT' } });
    const adoption = { from: 'claims', rules: ['role=EDITOR:editor'], overwrite: false };
    await project.db.doc('jobs/half').set({ ...fields('adopt'), status: 'stopped', adoption });
    const list = path.join(tmpdir(), `lc-adopt-${crypto.randomUUID()}.tsv`);
    onTestFinished(() => rmSync(list, { force: true }));
    writeFileSync(list, 'heading\nfirst\n');
    await admin('adopt', '--resume', 'half', '--list', list, ...project.here);
    const lines = readFileSync(list, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => line.split('\t')[0])).toEqual(['heading', 'first', 'sue']);
  });
});
