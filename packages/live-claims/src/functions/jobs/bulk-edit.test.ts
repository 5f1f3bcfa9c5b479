import { beforeEach, describe, expect, it } from 'vitest';
import {
  type Job,
  type JobTask,
  parseAuditEntry,
  parseBulkEdit,
  parseJob,
  parseSkippedAccount,
} from '../../core/index.ts';
import { MemoryAuth } from '../../testing/memory-auth.ts';
import { MemoryFirestore } from '../../testing/memory-firestore.ts';
import { hospital } from '../../testing/other-app.ts';
import { editAccess } from '../edit/edit.ts';
import { Store } from '../firebase/store.ts';
import { callerSince } from '../guards/check-access.ts';
import { type JobsProject, syncEngine } from '../project.ts';
import { syncUser } from '../sync/sync-user.ts';
import { bulkEdit } from './bulk-edit.ts';
import { runStep } from './run-step.ts';

let memory: MemoryFirestore;
let accounts: MemoryAuth;
let project: JobsProject;
let tasks: JobTask[];

const store = () => project.store;
const fields = async (uid: string) => store().dataOf(await store().user(uid).get()) ?? {};

async function put(uid: string, data: Record<string, unknown>): Promise<void> {
  await store().user(uid).set(store().fieldsOf(data), { merge: true });
}

/** Users with accounts and applied roles. */
async function people(roles: Readonly<Record<string, string | null>>): Promise<void> {
  for (const [uid, role] of Object.entries(roles)) {
    accounts.add({ uid, email: `${uid}@example.com`, emailVerified: true });
    const email = `${uid}@example.com`;
    await put(uid, { role, email, displayName: uid.toUpperCase() });
    await syncUser(project.engine, uid);
  }
}

const byPerson = (uid: string) =>
  ({ kind: 'person', caller: callerSince(uid, Math.floor(Date.now() / 1000)) }) as const;

/** As the callable does it. */
const ask = (data: unknown, by: Parameters<typeof bulkEdit>[2]['by'] = byPerson('boss')) =>
  bulkEdit(project, parseBulkEdit(hospital.roles, data), { by, perSecond: 1000, now: Date.now() });

/** Works until the job is over. */
async function finish(jobId: string | null): Promise<Job> {
  if (jobId === null) throw new Error('There is no job.');
  for (let next = tasks.shift(); next !== undefined; next = tasks.shift()) {
    await runStep(project, next, 1);
  }
  return parseJob((await store().job(jobId).get()).data()) as Job;
}

const verdicts = ({ lines }: Awaited<ReturnType<typeof bulkEdit>>) =>
  Object.fromEntries(lines.map(({ uid, email, verdict }) => [uid ?? email, verdict]));

const entriesAbout = async (uid: string) => {
  const { docs } = await store().audit.where('uid', '==', uid).orderBy('at', 'desc').get();
  return docs.flatMap((doc) => parseAuditEntry(doc.data()) ?? []);
};

beforeEach(() => {
  memory = new MemoryFirestore();
  accounts = new MemoryAuth();
  tasks = [];
  const store = new Store(memory.db, hospital);
  project = {
    db: memory.db,
    auth: accounts.auth,
    store,
    engine: syncEngine(accounts.auth, store, hospital.roles),
    limits: hospital.limits,
    queue: { enqueue: async (task) => void tasks.push(task) },
  };
});

describe('a preview', () => {
  it('says of each user what would become of them, and writes nothing', async () => {
    await people({ boss: 'chief_doctor', ann: 'visitor', ben: 'nurse' });
    accounts.add({ uid: 'new', email: 'new@example.com', emailVerified: true });
    const before = new Map(memory.documents);
    const uids = ['ann', 'ben', 'boss', 'ghost', 'new', 'ann'];
    const preview = await ask({
      people: { uids },
      action: { kind: 'set-role', role: 'nurse' },
      dryRun: true,
    });
    expect(preview).toMatchObject({ jobId: null, total: 6, changes: 2, alreadySo: 1, problems: 3 });
    expect(preview.lines).toMatchObject([
      { index: 0, uid: 'ann', name: 'ANN', role: 'visitor', verdict: 'changes', message: null },
      { index: 1, uid: 'ben', verdict: 'already-so' },
      { index: 2, uid: 'boss', verdict: 'own-role' },
      { index: 3, uid: 'ghost', verdict: 'gone', message: expect.stringContaining('no such user') },
      { index: 4, uid: 'new', email: 'new@example.com', verdict: 'changes' },
      { index: 5, uid: 'ann', verdict: 'duplicate' },
    ]);
    expect(memory.documents).toEqual(before);
    expect(tasks).toEqual([]);
  });

  it('refuses all to a role that may not change others', async () => {
    await people({ boss: 'nurse', ann: 'visitor' });
    const asked = { people: { uids: ['ann'] }, action: { kind: 'disable' }, dryRun: true };
    expect(verdicts(await ask(asked))).toEqual({ ann: 'not-allowed' });
  });

  it('finds the accounts of a list by verified addresses', async () => {
    await people({ boss: 'chief_doctor', ann: 'visitor' });
    accounts.add({ uid: 'eve', email: 'eve@example.com', emailVerified: false });
    const changes = [
      { email: 'Ann@example.com', role: 'nurse' },
      { email: 'eve@example.com', role: 'nurse' },
      { email: 'nobody@example.com', role: 'nurse' },
      { uid: 'ann', role: 'janitor' },
    ];
    const preview = await ask({ changes, dryRun: true });
    expect(preview.lines).toMatchObject([
      { uid: 'ann', verdict: 'changes' },
      { uid: 'eve', verdict: 'unverified-address' },
      { uid: null, email: 'nobody@example.com', verdict: 'gone' },
      {
        uid: null,
        verdict: 'invalid',
        message: expect.stringContaining('role must be one of: visitor'),
      },
    ]);
  });
});

describe('all whom a list of the directory shows', () => {
  const row = (name: string, facets: readonly string[], terms: readonly string[]) =>
    ({ name, facets, terms, state: 'ok', version: 1 }) as const;

  it('are found by its filter, or by all words of its search', async () => {
    await people({ boss: 'chief_doctor', ann: 'visitor', ben: 'visitor' });
    const rows = store().db.collection(store().names.collections.directory);
    await rows.doc('ann').set(row('Ann Adler', ['role=visitor'], ['ann', 'adler']));
    await rows.doc('ben').set(row('Ben Adler', ['role=nurse'], ['ben', 'adler']));
    const matching = async (words: object) =>
      verdicts(
        await ask({ people: { matching: words }, action: { kind: 'disable' }, dryRun: true }),
      );
    expect(await matching({ role: 'visitor' })).toEqual({ ann: 'changes' });
    expect(await matching({ search: 'adler' })).toEqual({ ann: 'changes', ben: 'changes' });
    expect(await matching({ search: 'be adler' })).toEqual({ ben: 'changes' });
    expect(await matching({ search: '…' })).toEqual({});
    await expect(matching({ role: 'janitor' })).rejects.toThrow('There is no role "janitor"');
  });
});

describe('a job of changes', () => {
  it('sets an end and leaves each their role; who has none is said', async () => {
    await people({ boss: 'chief_doctor', ann: 'visitor', ben: 'nurse', cyd: null });
    const expiresAt = Date.now() + 3_600_000;
    const uids = ['ann', 'ben', 'cyd'];
    const started = await ask({ people: { uids }, action: { kind: 'set-end', expiresAt } });
    expect(verdicts(started)).toEqual({ ann: 'changes', ben: 'changes', cyd: 'no-role' });
    expect(await finish(started.jobId)).toMatchObject({ status: 'done', changed: 2, total: 2 });
    expect(await fields('ann')).toMatchObject({ role: 'visitor' });
    const { roleExpiresAt, role } = await fields('ben');
    expect(role).toBe('nurse');
    expect((roleExpiresAt as { toMillis(): number }).toMillis()).toBe(expiresAt);
  });

  it('disables with all sessions, and enables again', async () => {
    await people({ boss: 'chief_doctor', ann: 'nurse' });
    const uids = ['ann'];
    const off = await ask({ people: { uids }, action: { kind: 'disable', endSessions: true } });
    await finish(off.jobId);
    expect(await fields('ann')).toMatchObject({ role: 'nurse', disabled: true });
    expect((await fields('ann')).sessionsRevokedAt).toBeDefined();
    const on = await ask({
      people: { everybodyWith: { role: 'nurse' } },
      action: { kind: 'enable' },
    });
    await finish(on.jobId);
    expect(await fields('ann')).toMatchObject({ role: 'nurse', disabled: false });
  });

  it('is one line of the audit log that names it, and each change names the job', async () => {
    await people({ boss: 'chief_doctor', ann: 'visitor' });
    const action = { kind: 'set-role', role: 'nurse' };
    const { jobId } = await ask({ people: { uids: ['ann'] }, action, reason: 'End of term' });
    await finish(jobId);
    const { docs } = await store().audit.where('type', '==', 'job-started').get();
    expect(docs.map((doc) => parseAuditEntry(doc.data()))).toMatchObject([
      {
        startsJob: jobId,
        count: 1,
        job: null,
        reason: 'End of term',
        actor: { kind: 'person', uid: 'boss', name: 'BOSS' },
      },
    ]);
    expect((await entriesAbout('ann'))[0]).toMatchObject({ job: jobId, name: 'ANN' });
  });

  it('names the users that it skipped, and tries those again by what stands there then', async () => {
    await people({ boss: 'chief_doctor', ann: 'visitor', ben: 'visitor' });
    const action = { kind: 'set-role', role: 'nurse' };
    const { jobId } = await ask({ people: { uids: ['ann', 'ben'] }, action });
    await put('ben', { disabled: true });
    expect(await finish(jobId)).toMatchObject({ changed: 1, skipped: 1 });
    const { docs } = await store()
      .db.collection(store().paths.skipped(jobId as string))
      .get();
    expect(docs.map((doc) => [doc.id, parseSkippedAccount(doc.data())])).toMatchObject([
      ['ben', { code: 'changed-meanwhile', name: 'BEN', email: 'ben@example.com' }],
    ]);
    const again = await ask({ retry: jobId });
    expect(verdicts(again)).toEqual({ ben: 'changes' });
    expect(await finish(again.jobId)).toMatchObject({ changed: 1, retries: jobId });
    expect(await fields('ben')).toMatchObject({ role: 'nurse', disabled: true });
  });

  it('of ends alone does not bring an earlier role back when it is tried again', async () => {
    await people({ boss: 'chief_doctor', ann: 'nurse' });
    const expiresAt = Date.now() + 3_600_000;
    const action = { kind: 'set-end', expiresAt };
    const { jobId } = await ask({ people: { uids: ['ann'] }, action });
    await put('ann', { role: 'visitor' });
    expect(await finish(jobId)).toMatchObject({ skipped: 1 });
    await finish((await ask({ retry: jobId })).jobId);
    expect(await fields('ann')).toMatchObject({
      role: 'visitor',
      roleExpiresAt: expect.anything(),
    });
  });
});

describe('the undo of a job', () => {
  async function madeNurses(...uids: string[]): Promise<string> {
    const action = { kind: 'set-role', role: 'nurse' };
    const { jobId } = await ask({ people: { uids }, action });
    await finish(jobId);
    return jobId as string;
  }

  it('puts back what each had, and skips who was changed since', async () => {
    await people({ boss: 'chief_doctor', ann: 'visitor', ben: null, cyd: 'visitor' });
    const jobId = await madeNurses('ann', 'ben', 'cyd');
    const change = { uid: 'cyd', edit: { role: null }, by: { kind: 'operator' } } as const;
    await editAccess(project, { ...change, changeId: 'later', now: Date.now() });
    const undo = await ask({ undo: jobId, reason: 'Wrong list' });
    expect(verdicts(undo)).toEqual({ ann: 'changes', ben: 'changes', cyd: 'changed-meanwhile' });
    // And after the preview, while the job waits.
    await put('ben', { role: 'visitor' });
    expect(await finish(undo.jobId)).toMatchObject({ changed: 1, skipped: 1, undoes: jobId });
    expect(await fields('ann')).toMatchObject({ role: 'visitor' });
    expect(await fields('ben')).toMatchObject({ role: 'visitor' });
    expect(await fields('cyd')).toMatchObject({ role: null });
    expect((await entriesAbout('ann'))[0]).toMatchObject({ undoes: `${jobId}-0`, job: undo.jobId });
  });

  it('is nothing a second time, and can be undone itself', async () => {
    await people({ boss: 'chief_doctor', ann: 'visitor' });
    const jobId = await madeNurses('ann');
    const undo = await ask({ undo: jobId });
    await finish(undo.jobId);
    const second = await ask({ undo: jobId });
    expect(second.jobId).toBeNull();
    expect(verdicts(second)).toEqual({ ann: 'already-undone' });
    await finish((await ask({ undo: undo.jobId })).jobId);
    expect(await fields('ann')).toMatchObject({ role: 'nurse' });
  });

  it('leaves alone whom the job did not change', async () => {
    await people({ boss: 'chief_doctor', ann: 'visitor', ben: 'visitor' });
    const action = { kind: 'set-role', role: 'nurse' };
    const { jobId } = await ask({ people: { uids: ['ann', 'ben'] }, action });
    await put('ben', { disabled: true });
    await finish(jobId);
    expect(verdicts(await ask({ undo: jobId, dryRun: true }))).toEqual({ ann: 'changes' });
  });

  it('is refused while the job runs, and for one that there is not', async () => {
    await people({ boss: 'chief_doctor', ann: 'visitor' });
    const action = { kind: 'set-role', role: 'nurse' };
    const { jobId } = await ask({ people: { uids: ['ann'] }, action });
    await expect(ask({ undo: jobId })).rejects.toMatchObject({ code: 'still-running' });
    await expect(ask({ undo: 'nothing' })).rejects.toMatchObject({ code: 'no-such-job' });
  });
});

describe('a job of an operator', () => {
  it('outranks all users, and counts as a service', async () => {
    await people({ boss: 'chief_doctor', owner: 'chief_doctor' });
    const changes = [{ uid: 'owner', role: 'visitor' }];
    const started = await ask({ changes }, { kind: 'operator' });
    expect(await finish(started.jobId)).toMatchObject({ changed: 1, startedBy: null });
    expect((await entriesAbout('owner'))[0]?.actor).toMatchObject({ kind: 'service', uid: null });
  });
});

it('how far a job is stands in its document after each second, and is counted once', async () => {
  const roles = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`p${n}`, 'visitor']));
  await people({ boss: 'chief_doctor', ...roles });
  const request = { people: { uids: Object.keys(roles) }, action: { kind: 'disable' } };
  const options = { by: byPerson('boss'), perSecond: 4, now: Date.now() };
  const { jobId } = await bulkEdit(project, parseBulkEdit(hospital.roles, request), options);
  const seen: number[] = [];
  const { runTransaction } = memory;
  memory.runTransaction = async (run) => {
    const result = await runTransaction.call(memory, run);
    seen.push(
      parseJob(
        (
          await store()
            .job(jobId as string)
            .get()
        ).data(),
      )?.seen ?? 0,
    );
    return result as never;
  };
  expect(await finish(jobId)).toMatchObject({ status: 'done', seen: 12, changed: 12, step: 1 });
  // Some were there before the end of the only step.
  expect(seen.filter((count) => count > 0 && count < 12).length).toBeGreaterThan(0);
});
