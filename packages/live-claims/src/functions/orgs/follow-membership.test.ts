import { Timestamp } from 'firebase-admin/firestore';
import { beforeEach, describe, expect, it } from 'vitest';
import { defineConfig } from '../../core/index.ts';
import { MemoryAuth } from '../../testing/memory-auth.ts';
import { MemoryFirestore } from '../../testing/memory-firestore.ts';
import { orgConfig, orgTable } from '../../testing/org-config.ts';
import { Store } from '../firebase/store.ts';
import { syncEngine } from '../project.ts';
import { ensureDocument } from '../provision/ensure-document.ts';
import { provisionAccount } from '../provision/provision-account.ts';
import { followEdit } from '../sync/follow-edit.ts';
import { syncUser } from '../sync/sync-user.ts';
import { followMembership } from './follow-membership.ts';

const UID = 'mia';
type Fields = Record<string, unknown>;

let memory: MemoryFirestore;
let auth: MemoryAuth;

beforeEach(() => {
  memory = new MemoryFirestore();
  auth = new MemoryAuth();
  auth.add({ uid: UID, email: 'mia@example.com', emailVerified: true });
});

function projectOf(config: typeof orgConfig = orgConfig) {
  const store = new Store(memory.db, config);
  return { auth: auth.auth, store, engine: syncEngine(auth.auth, store, config.roles) };
}

const pathOf = (orgId: string) => `orgs/${orgId}/members/${UID}`;
const user = () => memory.documents.get(`users/${UID}`);
const orgs = () => user()?.data.orgs;

/** A membership becomes this; null for none. Returns its event. */
async function edited(orgId: string, after: Fields | null) {
  const path = pathOf(orgId);
  const before = memory.documents.get(path)?.data ?? null;
  await (after === null ? memory.doc(path).delete() : memory.doc(path).set(after));
  return { orgId, uid: UID, before, after };
}

const changed = async (orgId: string, after: Fields | null) =>
  followMembership(projectOf(), await edited(orgId, after));

describe('a membership', () => {
  beforeEach(() => memory.doc(`users/${UID}`).set({ role: 'viewer', name: 'Mia' }));

  it('stands in the document of its user, whole, and nothing else of either changes', async () => {
    const roleExpiresAt = new Timestamp(2_000_000_000, 0);
    const access = { role: 'editor', roleExpiresAt, disabled: false };
    expect(await changed('acme', { ...access, uid: UID, since: 1 })).toBe(true);
    expect(user()?.data).toEqual({ role: 'viewer', name: 'Mia', orgs: { acme: access } });
  });

  it('is copied as it was written, so that what is wrong with it is said of it', async () => {
    await changed('acme', { role: 42 });
    await changed('bolt', { Role: 'editor' });
    await changed('corp', { role: { name: 'x'.repeat(10_000) }, roleExpiresAt: 'soon' });
    const shown = `{"name":"${'x'.repeat(70)}…`;
    expect(orgs()).toEqual({
      acme: { role: 42 },
      bolt: { Role: 'editor' },
      corp: { role: shown, roleExpiresAt: 'soon' },
    });
    await syncUser(projectOf().engine, UID);
    expect(memory.documents.get(`userClaims/${UID}`)?.data.problem).toMatchObject({
      code: 'wrong-type',
      field: 'acme.role',
    });
  });

  it('goes with its document, and with its role; the last one takes the field along', async () => {
    await changed('acme', { role: 'editor' });
    await changed('acme-2', { role: 'owner' });
    await changed('acme', null);
    expect(orgs()).toEqual({ 'acme-2': { role: 'owner' } });
    await changed('acme-2', { role: null, disabled: true });
    expect(user()?.data).toEqual({ role: 'viewer', name: 'Mia' });
  });

  it('that changes in another field costs nothing; its event again writes nothing', async () => {
    const event = await edited('acme', { role: 'editor' });
    await followMembership(projectOf(), event);
    const revision = user()?.updateTime;
    expect(await followMembership(projectOf(), event)).toBe(false);
    expect(user()?.updateTime).toBe(revision);
    memory.getAll = () => Promise.reject(new Error('It reads.'));
    expect(await changed('acme', { role: 'editor', name: 'Acme' })).toBe(false);
  });

  it('is read again: a late event copies what stands there by now', async () => {
    const late = await edited('acme', { role: 'owner' });
    await changed('acme', { role: 'viewer' });
    await followMembership(projectOf(), late);
    expect(orgs()).toEqual({ acme: { role: 'viewer' } });
  });

  it('that changes between the read and the write is read once more', async () => {
    const event = await edited('acme', { role: 'owner' });
    const apply = memory.apply.bind(memory);
    let moved = false;
    memory.apply = (writes) => {
      if (!moved) {
        moved = true;
        void memory.doc(pathOf('acme')).set({ role: 'viewer' });
      }
      return apply(writes);
    };
    await followMembership(projectOf(), event);
    expect(orgs()).toEqual({ acme: { role: 'viewer' } });
  });

  it('does not stand in the way of another one that is copied at the same moment', async () => {
    const [a, b] = [
      await edited('acme', { role: 'owner' }),
      await edited('bolt', { role: 'editor' }),
    ];
    await Promise.all([followMembership(projectOf(), a), followMembership(projectOf(), b)]);
    expect(orgs()).toEqual({ acme: { role: 'owner' }, bolt: { role: 'editor' } });
  });

  it('of the last one, which goes, and one that comes at the same moment, the second stays', async () => {
    await changed('acme', { role: 'owner' });
    const [a, b] = [await edited('acme', null), await edited('bolt', { role: 'editor' })];
    await Promise.all([followMembership(projectOf(), a), followMembership(projectOf(), b)]);
    expect(orgs()).toEqual({ bolt: { role: 'editor' } });
  });

  it('replaces what stands in the field by hand and is no map', async () => {
    await memory.doc(`users/${UID}`).update({ orgs: 'none' });
    await changed('acme', { role: 'owner' });
    expect(orgs()).toEqual({ acme: { role: 'owner' } });
  });

  it('has its own names in an app that calls the fields otherwise', async () => {
    const { roles } = orgConfig;
    const named = defineConfig({
      ...{ roles, can: orgConfig.can, claims: orgConfig.claims },
      orgs: { roles: orgTable, can: { grantRoles: 'members.manage' } },
      collections: { users: 'people', orgs: 'clinics', members: 'staff' },
      fields: { role: 'position', expiresAt: 'positionEnds', orgs: 'posts' },
    }) as unknown as typeof orgConfig;
    await memory.doc(`people/${UID}`).set({ position: 'viewer' });
    await memory.doc(`clinics/acme/staff/${UID}`).set({ position: 'owner', role: 'viewer' });
    const after = { position: 'owner', role: 'viewer' };
    await followMembership(projectOf(named), { orgId: 'acme', uid: UID, before: null, after });
    expect(memory.documents.get(`people/${UID}`)?.data).toEqual({
      position: 'viewer',
      posts: { acme: { position: 'owner' } },
    });
    await syncUser(projectOf(named).engine, UID);
    expect(auth.accounts.get(UID)?.customClaims).toMatchObject({ o: { acme: 'owner' } });
  });
});

describe('a user without a document', () => {
  it('gets one for a membership that grants something, with what a sign-up gives', async () => {
    await changed('acme', { role: null });
    expect(user()).toBeUndefined();
    await changed('acme', { role: 'editor' });
    expect(user()?.data).toMatchObject({
      role: orgConfig.roles.initialRole,
      orgs: { acme: { role: 'editor' } },
    });
  });

  it('of whom only a token is known gets the initial role when they ask, also after the sync', async () => {
    auth.add({ uid: UID, providerData: [] } as never);
    await changed('acme', { role: 'editor' });
    expect(user()?.data).toEqual({ orgs: { acme: { role: 'editor' } } });
    await syncUser(projectOf().engine, UID);
    expect(memory.documents.has(`userClaims/${UID}`)).toBe(true);
    expect(await ensureDocument(projectOf(), UID, { isGuest: false })).not.toBeNull();
    expect(user()?.data).toMatchObject({ role: 'viewer', orgs: { acme: { role: 'editor' } } });
  });

  it('who signs up after the membership gets the initial role as well', async () => {
    auth.accounts.clear();
    await changed('acme', { role: 'editor' });
    expect(user()?.data).toEqual({ orgs: { acme: { role: 'editor' } } });
    const account = { uid: UID, email: null, emailVerified: false, displayName: null };
    const { claims } = await provisionAccount(projectOf(), { ...account, photoURL: null });
    expect(claims).toMatchObject({ role: 'viewer', o: { acme: 'e' } });
    expect(user()?.data).toMatchObject({ role: 'viewer', orgs: { acme: { role: 'editor' } } });
  });

  it('whose role was taken away does not get it back by a membership', async () => {
    await memory.doc(`users/${UID}`).set({ role: 'viewer' });
    await syncUser(projectOf().engine, UID);
    await memory.doc(`users/${UID}`).delete();
    await syncUser(projectOf().engine, UID);
    await changed('acme', { role: 'editor' });
    expect(user()?.data).toEqual({ orgs: { acme: { role: 'editor' } } });
    expect(await ensureDocument(projectOf(), UID, { isGuest: false })).toBeNull();
  });
});

describe('an edit of the map by hand', () => {
  /** Writes `users/{uid}.orgs` by hand, and follows that edit. */
  async function mapped(after: unknown) {
    const before = user()?.data ?? null;
    await memory.doc(`users/${UID}`).update({ orgs: after });
    const { data, version } = await projectOf().engine.documents.readSource(UID);
    const edit = { uid: UID, before, after: { data, version }, authType: undefined };
    await followEdit(projectOf().engine, edit, async () => {});
  }
  const claims = () => auth.accounts.get(UID)?.customClaims;

  beforeEach(async () => {
    await memory.doc(`users/${UID}`).set({ role: 'viewer' });
    await changed('acme', { role: 'editor' });
    await syncUser(projectOf().engine, UID);
  });

  it.each([
    ['another role', { acme: { role: 'owner' } }],
    ['another organisation', { acme: { role: 'editor' }, bolt: { role: 'owner' } }],
    ['a missing one', {}],
    ['no map', 'gone'],
  ])('is healed before it is followed: %s', async (_, map) => {
    const said: unknown[] = [];
    const set = auth.setCustomUserClaims.bind(auth);
    auth.setCustomUserClaims = async (uid, next) => {
      said.push(next.o);
      await set(uid, next);
    };
    await mapped(map);
    expect(orgs()).toEqual({ acme: { role: 'editor' } });
    expect(claims()).toMatchObject({ o: { acme: 'e' } });
    for (const o of said) expect(o).toEqual({ acme: 'e' });
  });

  it('of a copy of ours costs one read of the membership, and no write', async () => {
    await edited('acme', { role: 'owner' });
    const reads: string[] = [];
    const getAll = memory.getAll.bind(memory);
    memory.getAll = (...all) => {
      reads.push(all.map((one) => (one as { path: string }).path).join());
      return getAll(...all);
    };
    const before = user()?.data ?? null;
    await memory.doc(`users/${UID}`).update({ orgs: { acme: { role: 'owner' } } });
    const { data, version } = await projectOf().engine.documents.readSource(UID);
    await followEdit(
      projectOf().engine,
      { uid: UID, before, after: { data, version }, authType: undefined },
      async () => {},
    );
    expect(reads[0]).toBe(pathOf('acme'));
    expect(reads.filter((paths) => paths.includes('members'))).toHaveLength(1);
    expect(user()?.updateTime.toMillis()).toBe(version / 1000);
    expect(claims()).toMatchObject({ o: { acme: 'o' } });
  });

  it('that deletes the whole document leaves the memberships, and no role', async () => {
    const before = user()?.data ?? null;
    await memory.doc(`users/${UID}`).delete();
    const after = { data: null, version: 0 };
    const { engine } = projectOf();
    await followEdit(engine, { uid: UID, before, after, authType: undefined }, async () => {});
    expect(user()?.data).toEqual({ orgs: { acme: { role: 'editor' } } });
    expect(claims()).toMatchObject({ o: { acme: 'e' } });
    expect(claims()).not.toHaveProperty('role');
  });
});
