import { httpsCallable } from 'firebase/functions';
import {
  CALLABLES,
  type ChangeResult,
  parseBulkEditResult,
  parseChangedMeanwhile,
  parseChangeResult,
  parseJob,
} from 'live-claims/core';
import { describe, expect, it } from 'vitest';
import { jobPath } from '../../tools/demo-paths.ts';
import {
  auditOf,
  createPerson,
  db,
  editInConsole,
  type TestUser,
  untilData,
  untilMarker,
  userDoc,
} from '../support/admin.ts';
import { signedIn } from '../support/signed-in.ts';

const roleOf = async (uid: string) => (await userDoc(uid).get()).get('role');

/** What the admin's page calls, as one person. */
async function callsOf(person: TestUser) {
  const { functions } = await signedIn(person);
  const call = async (name: string, data: unknown) =>
    (await httpsCallable(functions, name)(data)).data;
  return {
    setRole: async (uid: string, role: string | null): Promise<ChangeResult> =>
      parseChangeResult(await call(CALLABLES.setUserRole, { uid, role })),
    undo: async (entryId: string | null): Promise<ChangeResult> =>
      parseChangeResult(await call(CALLABLES.undoChange, { entryId })),
    bulkEdit: async (data: unknown) => parseBulkEditResult(await call(CALLABLES.bulkEdit, data)),
  };
}

/** The job when it is over. */
const over = (jobId: string | null) =>
  untilData(db.doc(jobPath(jobId ?? '')), (data) => {
    const job = parseJob(data);
    return job !== null && job.status !== 'running' ? job : null;
  });

describe('the undo of a change', () => {
  it('takes effect at once, with claims and marker, and stands in the log', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const { setRole, undo } = await callsOf(admin);
    const { changeId } = await setRole(member.uid, 'editor');
    const undone = await undo(changeId);
    expect(undone).toMatchObject({ role: 'viewer', status: 'applied' });
    await untilMarker(member.uid, ({ role }) => role === 'viewer');
    expect(await auditOf(member.uid)).toContainEqual(
      expect.objectContaining({ undoes: changeId, outcome: 'applied', email: member.email }),
    );
  });

  it('against a newer change at the same moment: one of both is made, and the other says so', async () => {
    const [admin, owner, member] = await Promise.all([
      createPerson('admin'),
      createPerson('owner'),
      createPerson('viewer'),
    ]);
    const [first, second] = await Promise.all([callsOf(admin), callsOf(owner)]);
    const { changeId } = await first.setRole(member.uid, 'editor');
    const [undone, changed] = await Promise.allSettled([
      first.undo(changeId),
      second.setRole(member.uid, null),
    ]);
    expect(changed.status).toBe('fulfilled');
    // Whichever came first, the newer change stands.
    expect(await roleOf(member.uid)).toBeNull();
    if (undone.status === 'fulfilled') return;
    expect(parseChangedMeanwhile(undone.reason.details)).toMatchObject({
      changedBy: owner.uid,
      current: { role: null },
    });
  });

  it('after a direct edit is refused with what stands there now', async () => {
    const [admin, member] = await Promise.all([createPerson('admin'), createPerson('viewer')]);
    const { setRole, undo } = await callsOf(admin);
    const { changeId } = await setRole(member.uid, 'editor');
    await editInConsole(member.uid, { role: null });
    await expect(undo(changeId)).rejects.toMatchObject({
      code: 'functions/aborted',
      details: { reason: 'changed-meanwhile', current: { role: null } },
    });
  });

  it('is for ranks above the role now and the role put back', async () => {
    const [admin, owner, member] = await Promise.all([
      createPerson('admin'),
      createPerson('owner'),
      createPerson('owner'),
    ]);
    const [low, high] = await Promise.all([callsOf(admin), callsOf(owner)]);
    const { changeId } = await high.setRole(member.uid, 'viewer');
    await expect(low.undo(changeId)).rejects.toMatchObject({
      code: 'functions/permission-denied',
      details: { reason: 'rank-too-low' },
    });
    expect(await high.undo(changeId)).toMatchObject({ role: 'owner' });
  });
});

describe('a bulk edit by the page', () => {
  it('is previewed, made, and undone while people change: they keep their newer role', async () => {
    const [admin, owner, ann, ben, top] = await Promise.all([
      createPerson('admin'),
      createPerson('owner'),
      createPerson('viewer'),
      createPerson('viewer'),
      createPerson('owner'),
    ]);
    const { bulkEdit } = await callsOf(admin);
    const people = { uids: [ann.uid, ben.uid, top.uid] };
    const action = { kind: 'set-role', role: 'editor' };
    const preview = await bulkEdit({ people, action, dryRun: true });
    expect(preview).toMatchObject({ jobId: null, changes: 2, problems: 1 });
    expect(preview.lines[2]).toMatchObject({ uid: top.uid, verdict: 'rank-too-low' });
    const { jobId } = await bulkEdit({ people, action });
    expect(await over(jobId)).toMatchObject({ status: 'done', changed: 2 });

    await (await callsOf(owner)).setRole(ben.uid, 'admin');
    const undo = await bulkEdit({ undo: jobId });
    expect(undo.lines.map(({ verdict }) => verdict)).toEqual(['changes', 'rank-too-low']);
    expect(await over(undo.jobId)).toMatchObject({ status: 'done', changed: 1, undoes: jobId });
    expect(await roleOf(ann.uid)).toBe('viewer');
    expect(await roleOf(ben.uid)).toBe('admin');
  });
});
