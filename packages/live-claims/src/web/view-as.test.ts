import { expect, it, vi } from 'vitest';
import { permissionsOf } from '../core/roles.ts';
import { appRoles } from '../testing/app-roles.ts';
import type { ClaimsSnapshot, LiveClaims } from './types.ts';
import { createViewAs } from './view-as.ts';

/** A client whose snapshot is set by the test. */
function real(role: string | null, permissions?: readonly string[]) {
  const listeners = new Set<() => void>();
  const snapshotOf = (uid: string, has: string | null, may?: readonly string[]) =>
    ({
      ...{ status: 'fresh', user: { uid }, role: has, orgs: {}, custom: {}, lockedDown: false },
      permissions: may ?? permissionsOf(appRoles, has),
    }) as unknown as ClaimsSnapshot;
  let snapshot = snapshotOf('u1', role, permissions);
  const client = {
    getSnapshot: () => snapshot,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch: vi.fn(),
  } as unknown as LiveClaims;
  return {
    client,
    become(has: string | null, uid = 'u1') {
      snapshot = snapshotOf(uid, has);
      for (const listener of listeners) listener();
    },
    listeners,
  };
}

const ROLES = [null, 'viewer', 'editor', 'admin', 'owner', 'boss', '__proto__'];

it.each(ROLES.flatMap((mine) => ROLES.map((asked) => [mine, asked] as const)))(
  'never widens: %s who views as %s',
  (mine, asked) => {
    const { client } = real(mine);
    const before = client.getSnapshot();
    const viewAs = createViewAs(client, appRoles);
    viewAs.view({ role: asked });
    const { role, permissions } = viewAs.client.getSnapshot();
    const rank = (one: string | null) => appRoles.ranking.indexOf(one as 'admin');
    expect(rank(role)).toBe(Math.min(rank(mine), rank(asked)));
    expect(before.permissions).toEqual(expect.arrayContaining([...permissions]));
    const held = permissionsOf(appRoles, role);
    expect(held).toEqual(expect.arrayContaining([...permissions]));
  },
);

it('has no permission that the user does not hold at the moment, as during a lockdown', () => {
  const viewAs = createViewAs(real('owner', []).client, appRoles);
  viewAs.view({ role: 'editor' });
  expect(viewAs.client.getSnapshot().permissions).toEqual([]);
});

it('follows the real access, tells its listeners, and gives the same object until something changes', () => {
  const { client, become, listeners } = real('owner');
  const viewAs = createViewAs(client, appRoles);
  const heard = vi.fn();
  const stop = viewAs.client.subscribe(heard);
  expect(viewAs.client.getSnapshot()).toBe(client.getSnapshot());
  viewAs.view({ role: 'editor', name: 'Ed' });
  expect(heard).toHaveBeenCalledTimes(1);
  expect(viewAs.viewed()).toEqual({ role: 'editor', name: 'Ed' });
  const shown = viewAs.client.getSnapshot();
  expect(shown.role).toBe('editor');
  expect(viewAs.client.getSnapshot()).toBe(shown);
  become('viewer');
  expect(viewAs.client.getSnapshot()).toMatchObject({
    role: 'viewer',
    permissions: ['posts.read'],
  });
  viewAs.view(null);
  expect(viewAs.client.getSnapshot()).toBe(client.getSnapshot());
  stop();
  expect(listeners.size).toBe(0);
});

it('ends with the account that began it, and is nothing for nobody', () => {
  const { client, become } = real('owner');
  const viewAs = createViewAs(client, appRoles);
  viewAs.view({ role: 'viewer' });
  become('admin', 'u2');
  expect(viewAs.viewed()).toBeNull();
  expect(viewAs.client.getSnapshot().role).toBe('admin');
});

it('leaves everything else to the real client', () => {
  const { client } = real('owner');
  expect(createViewAs(client, appRoles).client.watch).toBe(client.watch);
});
