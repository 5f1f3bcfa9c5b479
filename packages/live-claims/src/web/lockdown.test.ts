import { describe, expect, it } from 'vitest';
import { at, type FakeSource } from '../testing/fake-backend.ts';
import { ACCESS_SETTINGS_PATH } from '../testing/paths.ts';
import { World } from '../testing/world.ts';

const LOCKED = { lockdown: true, minimumAuthTime: null };
const OPEN = { lockdown: false, minimumAuthTime: null };

/** Signed in at second 1,000; the clock of the world starts at second 2,000. */
async function signedIn(role: string): Promise<World> {
  const world = new World();
  await world.signedIn('ada', { role, version: 10 });
  return world;
}

describe('a lockdown', () => {
  it('removes every permission below the top role, keeps the session, and ends by itself', async () => {
    const world = await signedIn('writer');
    expect(world.now.lockedDown).toBe(false);
    world.backend.setSettings(LOCKED);
    await world.after(10);
    expect(world.now).toMatchObject({
      status: 'fresh',
      lockedDown: true,
      role: 'writer',
      permissions: [],
    });
    world.backend.setSettings(OPEN);
    await world.after(10);
    expect(world.now).toMatchObject({ lockedDown: false, permissions: ['read', 'write'] });
    expect(world.tab.signOuts).toBe(0);
    expect(world.backend.exchanges).toBe(0);
  });

  it('leaves the top role as it is', async () => {
    const world = await signedIn('chief');
    world.backend.setSettings(LOCKED);
    await world.after(10);
    expect(world.now).toMatchObject({ lockedDown: false });
    expect(world.now.permissions).toContain('grant');
  });

  it('applies to a user who loses the top role, as soon as the marker says so', async () => {
    const world = await signedIn('chief');
    world.backend.setSettings(LOCKED);
    world.backend.refuseExchanges('auth/network-request-failed');
    world.backend.edit('ada', 'writer', 20);
    await world.after(5);
    expect(world.now).toMatchObject({ lockedDown: true, permissions: [] });
  });

  it('ends with the document', async () => {
    const world = await signedIn('writer');
    world.backend.setSettings(LOCKED);
    await world.after(10);
    world.backend.setSettings(undefined);
    await world.after(10);
    expect(world.now).toMatchObject({ lockedDown: false, permissions: ['read', 'write'] });
  });

  it('is the meaning of a setting that cannot be read', async () => {
    const world = await signedIn('writer');
    world.backend.setSettings({ lockdown: 'yes' });
    await world.after(10);
    expect(world.now.lockedDown).toBe(true);
  });

  it('retries what was refused meanwhile when it ends', async () => {
    const world = await signedIn('writer');
    let locked = true;
    const source: FakeSource = { data: 'posts', allows: () => !locked };
    const told: string[] = [];
    world.client.watch(source as never, {
      next: () => told.push('posts'),
      denied: () => told.push('denied'),
    });
    world.backend.setSettings(LOCKED);
    await world.after(10_000);
    expect(told).toEqual(['denied']);
    locked = false;
    world.backend.setSettings(OPEN);
    await world.after(100);
    expect(told).toEqual(['denied', 'posts']);
  });
});

describe('a minimum sign-in time', () => {
  it('signs out earlier sessions, and says why; a new session stays', async () => {
    const world = await signedIn('writer');
    world.backend.setSettings({ lockdown: false, minimumAuthTime: at(1_999) });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'revoked', reason: 'sign-in-too-old', user: null });
    expect(world.tab.signOuts).toBe(1);
    world.backend.signedInAt('ada', 1_999);
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'writer' });
    expect(world.tab.signOuts).toBe(1);
  });

  it('applies to the top role too', async () => {
    const world = await signedIn('chief');
    world.backend.setSettings({ lockdown: false, minimumAuthTime: at(1_999) });
    await world.after(100);
    expect(world.now.reason).toBe('sign-in-too-old');
  });

  it('of just now is no future to a device whose clock is behind', async () => {
    const world = await signedIn('writer');
    world.backend.setSettings({ lockdown: false, minimumAuthTime: at(2_060) });
    await world.after(100);
    expect(world.now.reason).toBe('sign-in-too-old');
  });

  it.each(['writer', 'chief'])(
    'of now signs a %s out whose device is an hour behind, after one look at the server’s clock',
    async (role) => {
      const world = new World();
      await world.signedIn('ada', { role, version: 10 });
      world.backend.aheadMs = 3_600_000;
      world.backend.setSettings({ lockdown: false, minimumAuthTime: at(5_600) });
      await world.after(100);
      expect(world.now).toMatchObject({ status: 'revoked', reason: 'sign-in-too-old' });
      expect(world.backend.exchanges).toBe(1);
    },
  );

  it('lets a sign-in that is no older in, however far the device is behind', async () => {
    const world = new World();
    world.backend.aheadMs = 3_600_000;
    world.backend.setSettings({ lockdown: false, minimumAuthTime: at(5_600) });
    world.backend.addAccount('ada', { role: 'writer', version: 10 }, 5_600);
    world.backend.setMarker('ada', { role: 'writer', version: 10 });
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', lockedDown: false, role: 'writer' });
    expect(world.now.permissions).toEqual(['read', 'write']);
    expect(world.backend.exchanges).toBe(0);
  });

  it('in the future is a lockdown for all but the top role, and applies once it has come', async () => {
    const future = { lockdown: false, minimumAuthTime: at(4_000) };
    const [writer, chief] = [await signedIn('writer'), await signedIn('chief')];
    for (const world of [writer, chief]) {
      world.backend.setSettings(future);
      await world.after(100);
    }
    expect(writer.now).toMatchObject({ status: 'fresh', lockedDown: true });
    expect(chief.now).toMatchObject({ status: 'fresh', lockedDown: false });
    for (const world of [writer, chief]) {
      await world.after(60_000);
      expect(world.backend.exchanges).toBe(1);
      await world.after(2_000_000);
    }
    expect(writer.now.reason).toBe('sign-in-too-old');
    expect(chief.now.reason).toBe('sign-in-too-old');
  });

  it('from the cache ends no session', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'writer', version: 10 });
    world.backend.setMarker('ada', { role: 'writer', version: 10 });
    world.tab.cachedDocuments.set(ACCESS_SETTINGS_PATH, {
      lockdown: true,
      minimumAuthTime: at(1_999),
    });
    world.tab.signIn('ada');
    await world.after(2);
    expect(world.now).toMatchObject({ lockedDown: true, permissions: [] });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', lockedDown: false });
    expect(world.tab.signOuts).toBe(0);
  });

  it('does not apply to an earlier token after a new sign-in', async () => {
    const world = await signedIn('writer');
    world.backend.setSettings({ lockdown: false, minimumAuthTime: at(1_999) });
    world.backend.signedInAt('ada', 2_000);
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now.status).toBe('fresh');
    expect(world.tab.signOuts).toBe(0);
  });
});

describe('the access settings', () => {
  it('retry what was refused whenever they change, also for the top role', async () => {
    const world = await signedIn('chief');
    let refuses = true;
    const told: string[] = [];
    world.client.watch({ data: 'posts', allows: () => !refuses } as never, {
      next: () => told.push('posts'),
      denied: () => told.push('denied'),
    });
    world.backend.setSettings({ lockdown: 'yes' });
    await world.after(10_000);
    refuses = false;
    world.backend.setSettings(undefined);
    await world.after(100);
    expect(told).toEqual(['denied', 'posts']);
  });

  it('from the cache never replace those of the server', async () => {
    const world = await signedIn('writer');
    world.backend.setSettings(LOCKED);
    await world.after(10);
    world.tab.give(ACCESS_SETTINGS_PATH, { data: OPEN, fromCache: true });
    await world.after(10);
    expect(world.now.lockedDown).toBe(true);
  });

  it('are heard again after a denial, and make no claims stale meanwhile', async () => {
    const world = new World();
    world.backend.refuseListens(ACCESS_SETTINGS_PATH, ...Array(5).fill('permission-denied'));
    world.backend.setSettings(LOCKED);
    await world.signedIn('ada', { role: 'writer', version: 10 });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', lockedDown: false, error: null });
    await world.after(30_000);
    expect(world.now.lockedDown).toBe(true);
  });

  it('are forgotten with the account', async () => {
    const world = await signedIn('writer');
    world.backend.setSettings(LOCKED);
    await world.after(10);
    await world.tab.signOut();
    await world.after(10);
    expect(world.now).toMatchObject({ status: 'signed-out', lockedDown: false });
  });
});
