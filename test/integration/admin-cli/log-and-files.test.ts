import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Timestamp } from 'firebase-admin/firestore';
import { readCsv } from 'live-claims/csv';
import { afterAll, describe, expect, it } from 'vitest';
import { jobPath, skippedPath } from '../../../tools/demo-paths.ts';
import { createNamed, createPerson, db, editInConsole, userDoc } from '../../support/admin.ts';
import { admin, adminJson } from '../../support/admin-cli.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'live-claims-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const roleOf = async (uid: string) => (await userDoc(uid).get()).get('role');

function fileWith(name: string, ...lines: string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, lines.join('\n'));
  return file;
}

/** The id of the latest entry about a person. */
async function lastEntry(uid: string): Promise<string> {
  const { json } = await adminJson('log', uid);
  return json.entries[0].id;
}

describe('log', () => {
  it('has the changes of one user with reason, before and after, a page at a time', async () => {
    const { uid, email } = await createPerson('viewer');
    await admin('grant', uid, 'editor', '--reason', 'on call');
    await admin('revoke', uid);
    const { json } = await adminJson('log', email, '--limit', '1');
    expect(json.entries).toMatchObject([
      { email, before: { role: 'editor' }, after: { role: null }, actor: { kind: 'service' } },
    ]);
    const next = await adminJson('log', email, '--limit', '1', '--after', json.next);
    expect(next.json.entries).toMatchObject([{ reason: 'on call', before: { role: 'viewer' } }]);
    const { out } = await admin('log', uid);
    expect(out).toContain('viewer → editor');
    expect(out).toContain('on call');
  });
});

describe('undo', () => {
  it('puts a change back, and its own undo brings it again', async () => {
    const { uid } = await createPerson('viewer');
    await admin('grant', uid, 'editor');
    const id = await lastEntry(uid);
    const { json, code } = await adminJson('undo', id);
    expect(code).toBe(0);
    expect(json).toMatchObject({ uid, undoes: id, role: 'viewer' });
    expect(await roleOf(uid)).toBe('viewer');
    expect((await admin('undo', id)).code).toBe(4);
    expect((await admin('undo', json.changeId)).code).toBe(0);
    expect(await roleOf(uid)).toBe('editor');
  });

  it('is refused where the access was changed since, with what stands there now', async () => {
    const { uid } = await createPerson('viewer');
    await admin('grant', uid, 'editor');
    const id = await lastEntry(uid);
    await editInConsole(uid, { role: 'admin' });
    const { code, err } = await admin('undo', id);
    expect(code).toBe(4);
    expect(err).toContain('[changed-meanwhile]');
    expect(err).toContain('It is admin now');
    expect((await admin('undo', 'nothing')).code).toBe(3);
  });
});

/** A job of changes that is over, as one leaves its documents that skipped this person. */
async function jobThatSkipped(changes: readonly object[], uid: string): Promise<string> {
  const jobId = randomUUID().replaceAll('-', '');
  const now = Timestamp.now();
  await db.doc(jobPath(jobId)).set({
    ...{ kind: 'bulk-edit', status: 'done', step: 1, cursor: null, perSecond: 10 },
    ...{ total: changes.length, seen: changes.length, changed: changes.length - 1, skipped: 1 },
    ...{ drift: {}, problem: null, reason: null, startedBy: null },
    ...{ createdAt: now, updatedAt: now, finishedAt: now },
  });
  await db.doc(`${jobPath(jobId)}/changes/0`).set({ changes });
  const why = { code: 'changed-meanwhile', message: 'The access was changed meanwhile.' };
  await db.doc(`${skippedPath(jobId)}/${uid}`).set({ ...why, name: null, email: null });
  return jobId;
}

describe('jobs', () => {
  it('changes those again that a job skipped, once they can be changed, and no other', async () => {
    const [ann, ben] = await Promise.all([createPerson('viewer'), createPerson('viewer')]);
    const jobId = await jobThatSkipped(
      [
        { uid: ann.uid, role: 'editor' },
        { uid: ben.uid, role: 'editor' },
      ],
      ann.uid,
    );
    const shown = await admin('jobs', jobId);
    expect(shown.out).toContain(`jobs ${jobId} --retry`);
    const preview = await adminJson('jobs', jobId, '--retry', '--dry-run');
    expect(preview.json).toMatchObject({ dryRun: true, total: 1, changes: 1, jobId: null });
    expect(await roleOf(ann.uid)).toBe('viewer');

    const { json, code } = await adminJson('jobs', jobId, '--retry', '--reason', 'once more');
    expect(code).toBe(0);
    expect(json).toMatchObject({ changed: 1, status: 'done', skippedPeople: [] });
    expect(await roleOf(ann.uid)).toBe('editor');
    expect(await roleOf(ben.uid)).toBe('viewer');
    const again = await adminJson('jobs', json.jobId);
    expect(again.json).toMatchObject({ retries: jobId, reason: 'once more', kind: 'bulk-edit' });
    // There is nothing left to change.
    const { out } = await admin('jobs', jobId, '--retry');
    expect(out).toContain('Nothing had to be changed, 1 so already.');
    expect((await admin('jobs', 'nothing', '--retry')).code).toBe(3);
  });
});

describe('import and export', () => {
  it('names every problem of a file, and changes nothing', async () => {
    const { uid } = await createPerson('viewer');
    const file = fileWith('faulty.csv', 'uid,role', `${uid},editor`, `${uid},Boss`, ',viewer');
    const { code, out } = await admin('import', file);
    expect(code).toBe(1);
    expect(out).toContain('line 3, role: There is no role "Boss"');
    expect(out).toContain('line 4');
    expect(await roleOf(uid)).toBe('viewer');
  });

  it('changes users by address and id, writes what became of each line, and is undone', async () => {
    const [ann, ben] = await Promise.all([createPerson('viewer'), createPerson('editor')]);
    const lines = ['E-Mail;Rolle', `${ann.email};editor`, 'nobody@example.com;editor'];
    const file = fileWith('people.csv', ...lines, `${ben.email};editor`);
    const result = path.join(folder, 'result.csv');
    const typed = [file, '--map', 'role=Rolle', '--result', result] as const;
    const preview = await adminJson('import', ...typed, '--dry-run');
    expect(preview.json).toMatchObject({ changes: 1, alreadySo: 1, jobId: null });
    expect(preview.json.problems).toMatchObject([{ line: 3, verdict: 'gone' }]);
    expect(await roleOf(ann.uid)).toBe('viewer');

    const { json, code } = await adminJson('import', ...typed);
    expect(code).toBe(1);
    expect(json).toMatchObject({ changed: 1, status: 'done' });
    expect(await roleOf(ann.uid)).toBe('editor');
    const { rows } = readCsv(readFileSync(result, 'utf8'));
    expect(rows.map(({ cells }) => [cells.line, cells.verdict])).toEqual([
      ['2', 'changed'],
      ['3', 'gone'],
      ['4', 'already-so'],
    ]);

    expect((await admin('jobs')).out).toContain(json.jobId);
    expect((await adminJson('log', '--job', json.jobId)).json.entries).toHaveLength(1);
    const undone = await adminJson('undo', json.jobId);
    expect(undone.json).toMatchObject({ changed: 1 });
    expect(await roleOf(ann.uid)).toBe('viewer');
    const shown = await adminJson('jobs', undone.json.jobId);
    expect(shown.json).toMatchObject({ undoes: json.jobId, kind: 'bulk-edit', skippedPeople: [] });
  });

  it('exports users as import reads them, without a cell that a spreadsheet runs', async () => {
    const { uid } = await createNamed('editor', '=HYPERLINK("https://evil.example")');
    const { out, code } = await admin('export', 'people', '--role', 'editor');
    expect(code).toBe(0);
    expect(out).toContain('"\'=HYPERLINK(');
    const person = readCsv(out).rows.find(({ cells }) => cells.uid === uid);
    expect(person?.cells).toMatchObject({
      role: 'editor',
      name: '=HYPERLINK("https://evil.example")',
    });
  });
});
