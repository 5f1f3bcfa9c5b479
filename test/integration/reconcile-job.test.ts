import { getFunctions } from 'firebase-admin/functions';
import { type Job, type JobTask, parseJob, parseSkippedAccount } from 'live-claims/core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import config from '../../functions/src/live-claims.config.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import {
  cloudTasksQueue,
  type JobQueue,
} from '../../packages/live-claims/src/functions/jobs/job-queue.ts';
import { ensureReconcileJob } from '../../packages/live-claims/src/functions/jobs/reconcile-job.ts';
import { runStep, STEP_ATTEMPTS } from '../../packages/live-claims/src/functions/jobs/run-step.ts';
import {
  resumeJob,
  startReconcileJob,
  stopJob,
} from '../../packages/live-claims/src/functions/jobs/start-job.ts';
import type { JobsProject } from '../../packages/live-claims/src/functions/project.ts';
import type { SyncEngine } from '../../packages/live-claims/src/functions/sync/sync-user.ts';
import { COLLECTIONS, jobPath, skippedPath, userPath } from '../../tools/demo-paths.ts';
import * as shared from '../support/admin.ts';
import { emptyProject } from '../support/empty-project.ts';

/** A queue that only remembers, so that a test decides what runs when, and how often. */
class MemoryQueue implements JobQueue {
  readonly tasks: JobTask[] = [];
  broken = false;

  async enqueue(task: JobTask): Promise<void> {
    if (this.broken) throw new Error('no queue here');
    const same = ({ jobId, step }: JobTask) => jobId === task.jobId && step === task.step;
    if (!this.tasks.some(same)) this.tasks.push(task);
  }
}

const alone = emptyProject('demo-jobs');
const { db, auth } = alone;
let queue: MemoryQueue;
let project: JobsProject;

beforeEach(async () => {
  await alone.empty();
  queue = new MemoryQueue();
  project = { ...alone, queue };
});

async function people(count: number, role: unknown = 'viewer'): Promise<string[]> {
  const uids = Array.from({ length: count }, (_, index) => `p${String(index).padStart(2, '0')}`);
  await auth.importUsers(uids.map((uid) => ({ uid })));
  await Promise.all(uids.map((uid) => db.doc(userPath(uid)).set({ role })));
  return uids;
}

const jobOf = async (jobId: string) => parseJob((await db.doc(jobPath(jobId)).get()).data()) as Job;
const start = (perSecond = 1000) => startReconcileJob(project, { startedBy: null, perSecond });

/** More people than a page has, at a rate at which the first page takes longer than a step may. */
async function startLong(): Promise<string> {
  await people(105);
  return start(19);
}

/** Runs whatever gets into the queue, until nothing more does. */
async function drain(from = 0): Promise<void> {
  for (let next = from; next < queue.tasks.length; next++) {
    await runStep(project, queue.tasks[next] as JobTask, 1);
  }
}

/** The engine with a method of its accounts that fails for some. */
function failing(uids: readonly string[], error: object): SyncEngine {
  const { accounts } = alone.engine;
  return {
    ...alone.engine,
    accounts: {
      ...accounts,
      setClaims: (uid, claims) =>
        uids.includes(uid)
          ? Promise.reject(Object.assign(new Error('broken on purpose'), error))
          : accounts.setClaims(uid, claims),
    },
  };
}

async function skipped(jobId: string): Promise<Record<string, string | undefined>> {
  const { docs } = await db.collection(skippedPath(jobId)).get();
  return Object.fromEntries(docs.map((doc) => [doc.id, parseSkippedAccount(doc.data())?.code]));
}

describe('a reconciliation, step by step', () => {
  it('repairs all users and says so; a second one writes only its own progress', async () => {
    const uids = await people(12);
    const first = await start();
    await drain();
    expect(await jobOf(first)).toMatchObject({
      kind: 'reconcile',
      status: 'done',
      total: 12,
      seen: 12,
      changed: 12,
      skipped: 0,
    });
    const audit = await db.collection(COLLECTIONS.audit).count().get();
    const claims = await auth.getUsers(uids.map((uid) => ({ uid })));

    const second = await start();
    await drain();
    expect(await jobOf(second)).toMatchObject({ status: 'done', seen: 12, changed: 0, drift: {} });
    expect((await db.collection(COLLECTIONS.audit).count().get()).data()).toEqual(audit.data());
    expect(await auth.getUsers(uids.map((uid) => ({ uid })))).toEqual(claims);
  });

  it('continues where it was stopped, and visits no user twice', async () => {
    const jobId = await startLong();
    await runStep(project, { jobId, step: 0 }, 1);
    expect(await jobOf(jobId)).toMatchObject({ status: 'running', step: 1, seen: 100 });

    expect(await stopJob(project, jobId)).toBe('stopped');
    await drain(1);
    expect(await jobOf(jobId)).toMatchObject({ status: 'stopped', seen: 100 });

    await resumeJob(project, jobId);
    await drain(queue.tasks.length - 1);
    expect(await jobOf(jobId)).toMatchObject({ status: 'done', seen: 105, changed: 105 });
  });

  it('counts a step once, however often and however simultaneously its task is delivered', async () => {
    await people(12);
    const jobId = await start();
    const task = { jobId, step: 0 };
    await Promise.all([runStep(project, task, 1), runStep(project, task, 1)]);
    await runStep(project, task, 2);
    expect(await jobOf(jobId)).toMatchObject({ seen: 12 });
  });

  it('continues after a crash between its progress and the next task', async () => {
    const jobId = await startLong();
    queue.broken = true;
    await expect(runStep(project, { jobId, step: 0 }, 1)).rejects.toThrow('no queue here');
    expect(await jobOf(jobId)).toMatchObject({ step: 1, status: 'running' });
    expect(queue.tasks).toHaveLength(1);

    queue.broken = false;
    // Cloud Tasks delivers again what failed.
    expect(await runStep(project, { jobId, step: 0 }, 2)).toEqual({ outcome: 'stale' });
    expect(queue.tasks.at(-1)).toEqual({ jobId, step: 1 });
  });

  it('fails rather than stay running when the next task cannot be created', async () => {
    const jobId = await startLong();
    queue.broken = true;
    await expect(runStep(project, { jobId, step: 0 }, 1)).rejects.toThrow('no queue here');
    await runStep(project, { jobId, step: 0 }, STEP_ATTEMPTS);
    expect(await jobOf(jobId)).toMatchObject({
      status: 'failed',
      problem: 'no queue here',
      seen: 100,
    });
  });

  it('ignores a task from before a resume', async () => {
    await people(2);
    const jobId = await start();
    await resumeJob(project, jobId);
    expect(await runStep(project, { jobId, step: 0 }, 1)).toEqual({ outcome: 'stale' });
    expect(await jobOf(jobId)).toMatchObject({ seen: 0, step: 1 });
  });

  it('skips a broken document with its problem, and repairs all others', async () => {
    await people(5);
    await db.doc(userPath('p01')).set({ role: 42 });
    project = { ...project, engine: failing(['p03'], { code: 'auth/invalid-claims' }) };
    const jobId = await start();
    await drain();
    expect(await jobOf(jobId)).toMatchObject({ status: 'done', seen: 5, changed: 4, skipped: 2 });
    expect(await skipped(jobId)).toEqual({ p01: 'wrong-type', p03: 'auth/invalid-claims' });
    expect((await auth.getUser('p04')).customClaims).toMatchObject({ role: 'viewer' });
  });

  it('repeats a step for transient faults, and skips a user for whom they last', async () => {
    await people(3);
    project = { ...project, engine: failing(['p01'], { code: 'auth/internal-error' }) };
    const jobId = await start();
    const task = { jobId, step: 0 };
    await expect(runStep(project, task, 1)).rejects.toThrow('broken on purpose');
    expect(await jobOf(jobId)).toMatchObject({ step: 0, seen: 0, skipped: 0 });
    await runStep(project, task, STEP_ATTEMPTS);
    expect(await jobOf(jobId)).toMatchObject({ step: 1, skipped: 1 });
    expect(await skipped(jobId)).toEqual({ p01: 'auth/internal-error' });
  });

  it('fails with a reason when Firebase fails for every user, and can be resumed', async () => {
    const uids = await people(3);
    project = { ...project, engine: failing(uids, { code: 'auth/quota-exceeded' }) };
    const jobId = await start();
    await runStep(project, { jobId, step: 0 }, STEP_ATTEMPTS);
    expect(await jobOf(jobId)).toMatchObject({
      status: 'failed',
      problem: 'broken on purpose',
      skipped: 0,
    });

    project = { ...alone, queue };
    await resumeJob(project, jobId);
    await drain(queue.tasks.length - 1);
    expect(await jobOf(jobId)).toMatchObject({ status: 'done', problem: null, changed: 3 });
  });

  it('fails at once when every user fails, rather than skip them all', async () => {
    const uids = await people(12);
    project = { ...project, engine: failing(uids, { code: 'auth/insufficient-permission' }) };
    const jobId = await start();
    await drain();
    expect(await jobOf(jobId)).toMatchObject({ status: 'failed', problem: 'broken on purpose' });
    expect(await skipped(jobId)).toEqual({});
  });

  it('fails when every attempt ends with an error', async () => {
    const jobId = await start();
    const broken = { ...project, auth: { listUsers: () => Promise.reject(new Error('gone')) } };
    const task = { jobId, step: 0 };
    await expect(runStep(broken as unknown as JobsProject, task, 1)).rejects.toThrow('gone');
    expect(await jobOf(jobId)).toMatchObject({ status: 'running', step: 0 });
    await runStep(broken as unknown as JobsProject, task, STEP_ATTEMPTS);
    expect(await jobOf(jobId)).toMatchObject({ status: 'failed', problem: 'gone' });
  });
});

describe('starting a reconciliation', () => {
  it.each([0, -1, 1.5, 1001, Number.NaN])('refuses %s accounts a second', async (perSecond) => {
    await expect(start(perSecond)).rejects.toMatchObject({ code: 'bad-rate' });
    expect((await db.collection(COLLECTIONS.jobs).get()).size).toBe(0);
    expect(queue.tasks).toEqual([]);
  });

  it('says when there is no queue, and leaves no job that seems to run', async () => {
    queue.broken = true;
    await expect(start()).rejects.toMatchObject({ code: 'no-queue' });
    const { docs } = await db.collection(COLLECTIONS.jobs).get();
    expect(docs.map((doc) => doc.get('status'))).toEqual(['failed']);
  });

  it('refuses to stop or resume what does not exist or is over', async () => {
    await expect(stopJob(project, 'nothing')).rejects.toMatchObject({ code: 'no-such-job' });
    await expect(resumeJob(project, 'nothing')).rejects.toMatchObject({ code: 'no-such-job' });
    const jobId = await start();
    await drain();
    await expect(stopJob(project, jobId)).rejects.toMatchObject({ code: 'already-over' });
    await expect(resumeJob(project, jobId)).rejects.toMatchObject({ code: 'already-over' });
  });
});

describe('ensureReconcileJob', () => {
  it('leaves a running job alone, resumes a stuck one, starts one otherwise', async () => {
    const now = Date.now();
    const first = await ensureReconcileJob(project, { perSecond: 10, now });
    expect(first.outcome).toBe('started');
    const { jobId } = first;
    const again = await ensureReconcileJob(project, { perSecond: 10, now: now + 60_000 });
    expect(again).toEqual({ jobId, outcome: 'still-running' });
    const later = await ensureReconcileJob(project, { perSecond: 10, now: now + 7_200_000 });
    expect(later).toEqual({ jobId, outcome: 'resumed' });
    await drain();
    expect(await jobOf(jobId)).toMatchObject({ kind: 'reconcile', status: 'done' });
    const next = await ensureReconcileJob(project, { perSecond: 10, now });
    expect(next.outcome).toBe('started');
    expect(next.jobId).not.toBe(jobId);
  });
});

describe('through the queue and the functions', () => {
  const queueOfStack = cloudTasksQueue(getFunctions(shared.auth.app), config);
  const untilOver = (jobId: string) =>
    shared.untilData(shared.db.doc(jobPath(jobId)), (data) => {
      const job = parseJob(data);
      return job === null || job.status === 'running' ? null : job;
    });

  it('a change of the claims shape reaches every account', async () => {
    const members = await Promise.all(
      Array.from({ length: 12 }, () => shared.createPerson('viewer')),
    );
    // As an older release might have written them.
    for (const { uid } of members) {
      const claims = await shared.claimsOf(uid);
      await shared.auth.setCustomUserClaims(uid, { ...claims, rx: null });
    }
    const stackProject = { store: new Store(shared.db, config), queue: queueOfStack };
    const jobId = await startReconcileJob(stackProject, { startedBy: null, perSecond: 100 });
    const job = await untilOver(jobId);
    expect(job).toMatchObject({ status: 'done', problem: null });
    expect(job.drift['claims-shape']).toBeGreaterThanOrEqual(12);
    for (const { uid } of members) {
      const claims = await shared.claimsOf(uid);
      expect(Object.keys(claims).sort()).toEqual(['cv', 'role']);
      expect(await shared.markerOf(uid)).toMatchObject({ version: claims.cv });
    }
  });

  it('reconcileClaims starts one on its schedule', async () => {
    vi.stubEnv('JOB_ACCOUNTS_PER_SECOND', '100');
    const { reconcileClaims } = await import('../../functions/src/index.ts');
    const jobs = shared.db.collection(COLLECTIONS.jobs).where('kind', '==', 'reconcile');
    const before = new Set((await jobs.get()).docs.map(({ id }) => id));
    // Not while another one runs: an operator's, of another test.
    const jobId = await vi.waitFor(
      async () => {
        await reconcileClaims.run({ scheduleTime: new Date().toISOString() });
        const { docs } = await jobs.where('perSecond', '==', 100).get();
        const started = docs.find(({ id }) => !before.has(id));
        if (started === undefined) throw new Error('None was started yet.');
        return started.id;
      },
      { timeout: 60_000, interval: 500 },
    );
    expect(await untilOver(jobId)).toMatchObject({ status: 'done', perSecond: 100 });
  });
});
