import { beforeEach, describe, expect, it } from 'vitest';
import type { OnAccountDeleted } from '../../core/index.ts';
import { MemoryAuth } from '../../testing/memory-auth.ts';
import { MemoryFirestore } from '../../testing/memory-firestore.ts';
import { orgConfig } from '../../testing/org-config.ts';
import { Store } from '../firebase/store.ts';
import { type Project, syncEngine } from '../project.ts';
import { accountDeleted } from '../provision/account-deleted.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { syncUser } from '../sync/sync-user.ts';

const UID = 'mia';
const member = (orgId: string) => `orgs/${orgId}/members/${UID}`;

let memory: MemoryFirestore;
let auth: MemoryAuth;

beforeEach(() => {
  memory = new MemoryFirestore();
  auth = new MemoryAuth();
  auth.add({ uid: UID, email: 'mia@example.com', emailVerified: true });
});

function projectOf(onAccountDeleted: OnAccountDeleted = 'clear-access'): Project {
  const store = new Store(memory.db, orgConfig);
  const engine = syncEngine(auth.auth, store, orgConfig.roles);
  const { limits } = orgConfig;
  return { db: memory.db, store, auth: auth.auth, engine, limits, onAccountDeleted };
}

const dataOf = (path: string) => memory.documents.get(path)?.data;
const claims = () => auth.accounts.get(UID)?.customClaims;

describe('a reconciliation', () => {
  const found: [string, readonly string[]][] = [];
  const run = (dryRun = false) =>
    reconcile(projectOf(), {
      dryRun,
      perSecond: 1000,
      onDrift: (uid, codes) => found.push([uid, codes]),
    });

  beforeEach(async () => {
    found.length = 0;
    await memory.doc(`users/${UID}`).set({ role: 'viewer' });
    await syncUser(projectOf().engine, UID);
  });

  it('copies a membership that nobody has copied, and is done then', async () => {
    await memory.doc(member('acme')).set({ role: 'editor', uid: UID });
    await memory.doc('teams/acme/members/mia').set({ role: 'owner' });
    await memory.doc('orgs/acme/teams/t/members/mia').set({ role: 'owner' });
    await run(true);
    expect(found).toEqual([[UID, ['membership-not-copied']]]);
    expect(claims()).not.toHaveProperty('o');
    expect(await run()).toMatchObject({ changed: 1, finished: true });
    expect(dataOf(`users/${UID}`)?.orgs).toEqual({ acme: { role: 'editor' } });
    expect(claims()).toMatchObject({ role: 'viewer', o: { acme: 'e' } });
    found.length = 0;
    expect(await run()).toMatchObject({ changed: 0 });
    expect(found).toEqual([]);
  });

  it('takes out an entry without a membership, and corrects one that differs', async () => {
    await memory.doc(member('bolt')).set({ role: 'viewer' });
    const orgs = { acme: { role: 'owner' }, bolt: { role: 'owner' } };
    await memory.doc(`users/${UID}`).update({ orgs });
    await run();
    const codes = ['no-membership', 'membership-not-copied'];
    expect(found).toEqual([[UID, expect.arrayContaining(codes)]]);
    expect(claims()?.o).toEqual({ bolt: 'v' });
  });

  it('finds nothing of that to do where a sync came first', async () => {
    await memory.doc(member('bolt')).set({ role: 'viewer' });
    const orgs = { acme: { role: 'owner' }, bolt: { role: 'owner' } };
    await memory.doc(`users/${UID}`).update({ orgs });
    await syncUser(projectOf().engine, UID);
    expect(dataOf(`users/${UID}`)?.orgs).toEqual({ bolt: { role: 'viewer' } });
    expect(claims()?.o).toEqual({ bolt: 'v' });
    expect(await run()).toMatchObject({ changed: 0 });
  });

  it('goes through all memberships, page by page', async () => {
    for (let at = 0; at < 230; at += 1) {
      await memory.doc(`orgs/org-${at}/members/user-${at}`).set({ role: 'viewer' });
    }
    await run();
    expect(found).toHaveLength(230);
    expect(dataOf('users/user-229')).toEqual({ orgs: { 'org-229': { role: 'viewer' } } });
  });
});

describe('the end of an account', () => {
  const gone = { uid: UID, email: null, createdAt: 0, deletedAt: Date.now() };

  beforeEach(async () => {
    await memory.doc(`users/${UID}`).set({ role: 'viewer', orgs: { acme: { role: 'owner' } } });
    await memory.doc(member('acme')).set({ role: 'owner', name: 'Mia' });
    // Not copied yet.
    await memory.doc(member('bolt')).set({ role: 'editor', uid: UID });
    await memory.doc('orgs/bolt/members/ben').set({ role: 'owner', uid: 'ben' });
  });

  it('takes the access out of its memberships, copied or not, and tells each organisation', async () => {
    auth.accounts.clear();
    await accountDeleted(projectOf(), gone);
    expect(dataOf(member('acme'))).toMatchObject({ role: null, name: 'Mia' });
    expect(dataOf(member('bolt'))).toMatchObject({ role: null, uid: UID });
    expect(dataOf('orgs/bolt/members/ben')?.role).toBe('owner');
    const entries = [...memory.documents.keys()].filter((path) =>
      path.startsWith('orgs/acme/audit'),
    );
    expect(entries.map((path) => dataOf(path)?.type)).toEqual(['account-purged']);
    await accountDeleted(projectOf(), gone);
    expect([...memory.documents.keys()].filter((path) => path.includes('audit'))).toHaveLength(3);
  });

  it('deletes them with the document, where the app deletes that', async () => {
    auth.accounts.clear();
    await accountDeleted(projectOf('delete-document'), gone);
    for (const path of [`users/${UID}`, member('acme'), member('bolt')]) {
      expect(dataOf(path), path).toBeUndefined();
    }
  });

  it('leaves those of a later account with the id', async () => {
    const deletedAt = Date.now() - 60_000;
    await accountDeleted(projectOf(), { ...gone, deletedAt });
    expect(dataOf(member('acme'))?.role).toBe('owner');
  });

  it('finds what the document names also without an index of the members', async () => {
    auth.accounts.clear();
    memory.collectionGroup = () => {
      throw Object.assign(new Error('The query requires an index.'), { code: 9 });
    };
    await accountDeleted(projectOf(), gone);
    expect(dataOf(member('acme'))?.role).toBeNull();
    expect(dataOf(member('bolt'))?.role).toBe('editor');
  });
});
