import { Timestamp } from 'firebase-admin/firestore';
import type { DriftCode } from 'live-claims/core';
import { beforeEach, describe, expect, it } from 'vitest';
import config from '../../../functions/src/live-claims.config.ts';
import { updateRow } from '../../../packages/live-claims/src/functions/directory/update-row.ts';
import { syncEngine } from '../../../packages/live-claims/src/functions/project.ts';
import { reconcile } from '../../../packages/live-claims/src/functions/reconcile/reconcile.ts';
import { syncUser } from '../../../packages/live-claims/src/functions/sync/sync-user.ts';
import { admin } from '../../support/admin-cli.ts';
import { emptyProject } from '../../support/empty-project.ts';

const PROJECT = 'demo-directory-rows';
const alone = emptyProject(PROJECT);
const { db, auth, store } = alone;
const project = { ...alone, engine: syncEngine(auth, store, config.roles, config) };

beforeEach(() => alone.empty());

/** An account; imported, since Auth tells the functions of every one that is created. */
async function account(uid: string, displayName = `Name of ${uid}`): Promise<void> {
  const email = `${uid}@example.com`;
  const { errors } = await auth.importUsers([{ uid, email, emailVerified: true, displayName }]);
  if (errors[0]) throw errors[0].error;
}

const rowOf = async (uid: string) => (await store.row(uid).get()).data() ?? null;

/** Document and account, synced, with their row. */
async function listed(uid: string, fields: Record<string, unknown> = { role: 'editor' }) {
  await account(uid);
  await store.user(uid).set(fields);
  await syncUser(project.engine, uid);
  await updateRow(project.engine, uid);
}

/** Reconciles; the drift that it found of each person, and how many it changed. */
async function reconciled(dryRun = false) {
  const drift: Record<string, readonly DriftCode[]> = {};
  const report = await reconcile(project, {
    dryRun,
    perSecond: 1_000,
    onDrift: (uid, codes) => Object.assign(drift, { [uid]: codes }),
  });
  return { drift, changed: report.changed };
}

describe('a row', () => {
  it('says what document, marker and account say, and is written once', async () => {
    await listed('mia', { role: 'editor', displayName: 'Mïa Ångström' });
    expect(await rowOf('mia')).toMatchObject({
      name: 'Mïa Ångström',
      email: 'mia@example.com',
      role: 'editor',
      effectiveRole: 'editor',
      state: 'ok',
      terms: expect.arrayContaining(['mia', 'angstrom']),
      facets: expect.arrayContaining(['role=editor', 'state=ok']),
      createdAt: expect.any(Timestamp),
      lastSignInAt: null,
      hasDocument: true,
    });
    const { updateTime } = await store.row('mia').get();
    expect(await updateRow(project.engine, 'mia')).toBe(false);
    expect((await store.row('mia').get()).updateTime).toEqual(updateTime);
  });

  it('is right after writers that ran at the same time, and goes with the account', async () => {
    await listed('mia');
    await store.user('mia').update({ role: 'admin' });
    await syncUser(project.engine, 'mia');
    await Promise.all([1, 2, 3].map(() => updateRow(project.engine, 'mia')));
    expect(await rowOf('mia')).toMatchObject({ role: 'admin', effectiveRole: 'admin' });

    await Promise.all([auth.deleteUser('mia'), store.user('mia').delete()]);
    await syncUser(project.engine, 'mia');
    expect(await updateRow(project.engine, 'mia')).toBe(true);
    expect(await rowOf('mia')).toBeNull();
  });
});

describe('reconcile', () => {
  it('makes all rows of an app that has just turned its directory on, also of accounts without a document', async () => {
    await Promise.all(['ada', 'bob'].map((uid) => listed(uid)));
    await account('nodoc');
    await Promise.all(['ada', 'bob'].map((uid) => store.row(uid).delete()));

    const found = await reconciled(true);
    expect(found.drift).toMatchObject({ ada: ['row-behind'], bob: ['row-behind'] });
    expect(await rowOf('ada')).toBeNull();

    await reconciled();
    expect(await rowOf('ada')).toMatchObject({ state: 'ok', role: 'editor' });
    expect(await rowOf('nodoc')).toMatchObject({ hasDocument: false, role: null, state: 'ok' });
    expect(await reconciled()).toEqual({ drift: {}, changed: 0 });
  });

  it('heals a row that says something else, and only that one', async () => {
    await Promise.all(['ada', 'bob'].map((uid) => listed(uid)));
    const before = (await store.row('bob').get()).updateTime;
    await store.row('ada').update({ role: 'owner', state: 'disabled', terms: [] });
    expect((await reconciled()).drift).toEqual({ ada: ['row-behind'] });
    expect(await rowOf('ada')).toMatchObject({ role: 'editor', state: 'ok' });
    expect((await store.row('bob').get()).updateTime).toEqual(before);
  });

  it('deletes the row of an account that is gone, which nothing else leads to', async () => {
    await listed('ada');
    const left = await rowOf('ada');
    await store.row('gone').set({ ...left });
    await reconciled();
    expect(await rowOf('gone')).toBeNull();
    expect(await rowOf('ada')).not.toBeNull();
  });

  it('goes on from page to page of rows', async () => {
    const writer = db.bulkWriter();
    for (let n = 0; n < 230; n++) {
      void writer.set(store.row(`gone${n}`), { state: 'ok', version: 1 });
    }
    await writer.close();
    await reconciled();
    expect((await store.rows.count().get()).data().count).toBe(0);
  });
});

describe('the command line', () => {
  const here = ['--project', PROJECT] as const;

  it('lists who has a role or a state, and says so where nobody does', async () => {
    await listed('ada', { role: 'owner', displayName: 'Ada' });
    await listed('bob', { role: 'viewer', displayName: 'Bob', disabled: true });
    const owners = await admin('list', '--role', 'owner', ...here);
    expect(owners.out).toContain('ada@example.com');
    expect(owners.out).not.toContain('bob@example.com');
    const disabled = await admin('list', '--state', 'disabled', '--json', ...here);
    expect(JSON.parse(disabled.out).people).toMatchObject([{ uid: 'bob', state: 'disabled' }]);
    expect((await admin('list', '--state', 'rejected', ...here)).out).toContain('Nobody matches.');
  });

  it('says that the one after whom the page begins is gone', async () => {
    const { code, err } = await admin('list', '--after', 'gone', ...here);
    expect(code).not.toBe(0);
    expect(err).toContain('no row of gone');
  });

  it('`reconcile <person>` writes the row that `show` misses', async () => {
    await listed('ada');
    await store.row('ada').delete();
    const { code, err } = await admin('reconcile', 'ada', ...here);
    expect(code, err).toBe(0);
    expect(await rowOf('ada')).toMatchObject({ role: 'editor' });
  });
});
