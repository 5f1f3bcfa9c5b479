import { expect, it } from 'vitest';
import {
  isReconcileTask,
  type Job,
  parseJob,
  parseJobTask,
  parseSkippedAccount,
  RECONCILE_TASK,
} from './jobs.ts';
import { timestampAt } from './timestamp.ts';

const now = timestampAt(1);
const job: Job = {
  kind: 'reconcile',
  status: 'running',
  step: 3,
  cursor: null,
  perSecond: 10,
  total: 5,
  seen: 2,
  changed: 1,
  skipped: 0,
  drift: { 'claims-shape': 1 },
  problem: null,
  reason: null,
  startedBy: null,
  undoes: null,
  retries: null,
  createdAt: now,
  updatedAt: now,
  finishedAt: null,
};

it('reads a job', () => {
  expect(parseJob(job)).toEqual(job);
});

it('reads a job of an earlier release, whose kind and skipped accounts have other names', () => {
  expect(parseJob({ ...job, kind: 'resync' })).toEqual(job);
  const { skipped: _, ...before } = job;
  expect(parseJob({ ...before, setAside: 2 })).toEqual({ ...job, skipped: 2 });
  expect(parseJob({ ...job, skipped: 3, setAside: 2 })?.skipped).toBe(3);
});

it.each([
  undefined,
  null,
  {},
  { ...job, kind: 'other' },
  { ...job, status: 'paused' },
  { ...job, step: -1 },
  { ...job, perSecond: 0 },
  { ...job, drift: { hunger: 1 } },
  { ...job, updatedAt: 'now' },
])('does not read %j as a job', (data) => {
  expect(parseJob(data)).toBeNull();
});

it('reads a task, and nothing that could lead out of its collection', () => {
  expect(parseJobTask({ jobId: 'aB3', step: 0 })).toEqual({ jobId: 'aB3', step: 0 });
  for (const data of [
    null,
    {},
    { jobId: 'a/b', step: 0 },
    { jobId: '', step: 0 },
    { jobId: 'a', step: '0' },
  ]) {
    expect(parseJobTask(data), JSON.stringify(data)).toBeNull();
  }
});

it('reads why an account was skipped', () => {
  expect(parseSkippedAccount({ code: 'wrong-type', message: 'No.' })).toEqual({
    code: 'wrong-type',
    message: 'No.',
  });
  expect(parseSkippedAccount({ code: 5 })).toBeNull();
});

it('a reconciliation is asked for by its task alone', () => {
  expect(isReconcileTask(RECONCILE_TASK)).toBe(true);
  for (const data of [
    null,
    undefined,
    'reconcile',
    {},
    { start: 'resync' },
    { jobId: 'a', step: 0 },
  ]) {
    expect(isReconcileTask(data), JSON.stringify(data)).toBe(false);
  }
});
