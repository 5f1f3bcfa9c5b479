import { beforeEach, describe, expect, it } from 'vitest';
import { appRoles } from '../../testing/app-roles.ts';
import { MemoryBackend, NEW_ACCOUNT } from '../../testing/memory-backend.ts';
import { orgRoles } from '../../testing/org-config.ts';
import { followEdit } from './follow-edit.ts';
import { type SyncEngine, syncUser } from './sync-user.ts';

const UID = 'mia';
const EDITOR = { role: 'editor' };

let backend: MemoryBackend;
let engine: SyncEngine;

beforeEach(() => {
  backend = new MemoryBackend();
  backend.accountsById.set(UID, { ...NEW_ACCOUNT, claims: { tenant: 't1' } });
  engine = { roles: orgRoles, accounts: backend.accounts, documents: backend.documents };
});

const claims = () => backend.accountsById.get(UID)?.claims ?? {};
const marker = () => backend.markers.get(UID);
const claimsWrites = () => backend.count('accounts.setClaims');

/** An edit and its event. */
async function edit(data: Record<string, unknown>, before: Record<string, unknown> | null = null) {
  const version = backend.edit(UID, data);
  await followEdit(
    engine,
    { uid: UID, before, after: { data, version }, authType: 'unknown' },
    async () => {},
  );
  return version;
}

describe('additional claims', () => {
  it('go into token and marker with the role, under one version', async () => {
    const version = await edit({ ...EDITOR, plan: 'pro', orgs: { acme: { role: 'owner' } } });
    const additional = { plan: 'pro', o: { acme: 'o' } };
    expect(claims()).toEqual({ tenant: 't1', role: 'editor', cv: version, ...additional });
    expect(marker()).toMatchObject({ version, status: 'applied', additionalClaims: additional });
  });

  it('come without a role, and go with the last of them', async () => {
    const before = { orgs: { acme: { role: 'viewer' } } };
    await edit(before);
    expect(claims()).toMatchObject({ o: { acme: 'v' } });
    const version = await edit({ orgs: {} }, before);
    expect(claims()).toEqual({ tenant: 't1', cv: version });
    expect(marker()).not.toHaveProperty('additionalClaims');
  });

  it('cost nothing where nothing of them changes', async () => {
    const before = { ...EDITOR, plan: 'pro', orgs: { acme: { role: 'owner' } } };
    await edit(before);
    backend.operations.length = 0;
    await edit({ ...before, orgs: { acme: { role: 'owner' } }, name: 'Mia' }, before);
    expect(backend.operations).toEqual([]);
    await syncUser(engine, UID);
    expect(claimsWrites()).toBe(0);
  });

  it('follow a change that was taken back before its event: a token may carry what was between', async () => {
    const before = { ...EDITOR, plan: 'pro' };
    await edit(before);
    backend.edit(UID, { ...EDITOR, plan: 'free' });
    const version = backend.edit(UID, before);
    const after = { data: before, version };
    await followEdit(
      engine,
      { uid: UID, before: { ...EDITOR, plan: 'free' }, after, authType: 'unknown' },
      async () => {},
    );
    expect(claims().cv).toBe(version);
    expect(marker()?.version).toBe(version);
  });

  it('leave the role alone where one cannot be read, and the marker says which', async () => {
    const before = { ...EDITOR, plan: 'pro', salesArea: 'north' };
    await edit(before);
    await edit({ ...EDITOR, plan: 'Pro', salesArea: 7 }, before);
    expect(claims()).toMatchObject({ role: 'editor', a: 'north' });
    expect(claims()).not.toHaveProperty('plan');
    expect(marker()).toMatchObject({
      role: 'editor',
      status: 'applied',
      problem: { field: 'plan' },
    });
  });

  it('stay where the role cannot be read, and go with a disabled account', async () => {
    const before = { ...EDITOR, orgs: { acme: { role: 'owner' } } };
    await edit(before);
    await edit({ ...before, role: 'Editor' }, before);
    expect(claims()).toMatchObject({ o: { acme: 'o' } });
    expect(claims()).not.toHaveProperty('role');
    expect(marker()).toMatchObject({ status: 'rejected', problem: { field: 'role' } });
    await edit({ ...before, disabled: true }, { ...before, role: 'Editor' });
    expect(claims()).toEqual({ tenant: 't1', cv: marker()?.version });
    expect(marker()).not.toHaveProperty('additionalClaims');
  });

  it('that overflow are kept as far as they fit, and a removal takes effect all the same', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 200 }, (_, at) => [`org-${at}`.padEnd(20, 'x'), { role: 'viewer' }]),
    );
    await edit({ ...EDITOR, orgs: many });
    const { o } = claims() as { o: Record<string, string> };
    expect(claims()).toMatchObject({ role: 'editor', om: 1 });
    expect(marker()?.status).toBe('applied');
    expect(Object.keys((marker()?.moreOrgs?.o ?? {}) as object)).toHaveLength(
      200 - Object.keys(o).length,
    );
    const removed = Object.keys(o)[3] as string;
    const { [removed]: _, ...rest } = many;
    await edit({ ...EDITOR, orgs: rest }, { ...EDITOR, orgs: many });
    expect(claims().o).not.toHaveProperty(removed);
    const [left] = Object.keys((marker()?.moreOrgs?.o ?? {}) as object) as [string];
    const version = marker()?.version as number;
    const { [left]: __, ...fewer } = rest;
    await edit({ ...EDITOR, orgs: fewer }, { ...EDITOR, orgs: rest });
    expect(marker()?.moreOrgs?.o).not.toHaveProperty(left);
    expect(marker()?.version).toBeGreaterThan(version);
  });

  it('of an earlier configuration go; those of a new one come with the next reconciliation, spread', async () => {
    await edit({ ...EDITOR, plan: 'pro' });
    await syncUser({ ...engine, roles: appRoles }, UID);
    expect(claims()).toEqual({ tenant: 't1', role: 'editor', cv: marker()?.version });
    const spreads: (number | null)[] = [];
    const documents: SyncEngine['documents'] = {
      ...engine.documents,
      publish(publication) {
        spreads.push(publication.refreshWithin);
        return backend.documents.publish(publication);
      },
    };
    await syncUser({ ...engine, documents }, UID, { spread: 30 });
    expect(claims()).toMatchObject({ plan: 'pro' });
    // One that is taken away is no news that can wait.
    backend.edit(UID, EDITOR);
    await syncUser({ ...engine, documents }, UID, { spread: 30 });
    expect(claims()).not.toHaveProperty('plan');
    expect(spreads).toEqual([30, null]);
  });

  it('that have no room are announced by a version too, also where no edit is followed', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`org-${at}`.padEnd(20, 'x'), { role: 'viewer' }]),
    );
    await edit({ ...EDITOR, orgs: many });
    const { version = 0, moreOrgs } = marker() ?? {};
    const [left] = Object.keys((moreOrgs?.o ?? {}) as object) as [string];
    const { [left]: _, ...fewer } = many;
    backend.edit(UID, { ...EDITOR, orgs: fewer });
    await syncUser(engine, UID);
    expect(marker()?.version).toBeGreaterThan(version);
    expect(claims().cv).toBe(marker()?.version);
    expect(await syncUser(engine, UID)).toMatchObject({ changed: false });
  });

  it('that other code has overwritten are repaired', async () => {
    await edit({ ...EDITOR, orgs: { acme: { role: 'viewer' } } });
    const account = backend.accountsById.get(UID);
    backend.accountsById.set(UID, {
      ...NEW_ACCOUNT,
      ...account,
      claims: { ...claims(), o: { acme: 'o' } },
    });
    await syncUser(engine, UID);
    expect(claims()).toMatchObject({ o: { acme: 'v' } });
  });
});
