import { describe, expect, it, vi } from 'vitest';
import { at } from '../testing/fake-backend.ts';
import { markerPath } from '../testing/paths.ts';
import { World } from '../testing/world.ts';

describe('the marker', () => {
  it('of an old cache never makes claims fresh that the server has replaced', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'chief', version: 10 });
    world.tab.cachedDocuments.set(markerPath('ada'), {
      claimsUpdatedAt: at(1_000),
      version: 10,
      role: 'chief',
      status: 'applied',
      problem: null,
    });
    world.tab.signIn('ada');
    world.backend.edit('ada', 'reader', 20);
    world.tab.signIn('ada', {
      access: { role: 'chief', version: 10, expiresAt: null },
      authTime: 1_000,
      issuedAt: 1_000,
    });
    await world.after(100);
    const fresh = world.seen.filter(({ status }) => status === 'fresh');
    expect(fresh.map(({ version }) => version)).toEqual([20]);
  });

  it('of a newer cache starts the refresh without waiting for the server', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'writer', version: 20 });
    world.backend.online = false;
    world.tab.cachedDocuments.set(markerPath('ada'), {
      claimsUpdatedAt: at(1_000),
      version: 20,
      role: 'writer',
      status: 'applied',
      problem: null,
    });
    world.tab.signIn('ada', {
      access: { role: 'reader', version: 10, expiresAt: null },
      authTime: 1_000,
      issuedAt: 1_000,
    });
    await world.after(2);
    expect(world.now.status).toBe('refreshing');
  });

  it('of an older version in the cache is not believed once the server has spoken', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'writer', version: 20 });
    const { exchanges } = world.backend;
    const marker = world.backend.markerOf('ada');
    for (const version of [10, 30]) {
      world.tab.giveMarker({ data: { ...marker, version, role: null }, fromCache: true });
      await world.after(1);
      expect(world.now).toMatchObject({ role: 'writer', markerVersion: 20 });
    }
    expect(world.backend.exchanges).toBe(exchanges);
  });

  it('that is in the cache but no longer on the server has no effect', async () => {
    const world = new World();
    world.backend.addAccount('ada', { version: 10 });
    world.tab.cachedDocuments.set(markerPath('ada'), {
      claimsUpdatedAt: at(1_000),
      version: 10,
      role: null,
      status: 'applied',
      problem: null,
      disabled: true,
    });
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', user: { uid: 'ada' }, markerVersion: null });
  });

  it('that cannot be read makes claims stale, says what to do, and recovers', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'writer', version: 20 });
    world.backend.setMarker('ada', { version: 'new' as never });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'marker-unreadable' } });
    expect(world.now.error?.advice).toContain('Save the role again');
    world.backend.edit('ada', 'reader', 30);
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', error: null, role: 'reader' });
  });

  it('is heard again after a denial right after the account switch, with no error shown', async () => {
    const world = new World();
    world.backend.refuseMarkers('ada', 'permission-denied');
    await world.signedIn('ada', { role: 'writer', version: 20 });
    await world.after(2_000);
    expect(world.now.status).toBe('fresh');
    expect(world.seen.every(({ error }) => error === null)).toBe(true);
  });

  it('that stays refused is said to be so, is asked for with growing pauses, and is heard in the end', async () => {
    const world = new World();
    world.backend.refuseMarkers('ada', ...Array(12).fill('permission-denied'));
    await world.signedIn('ada', { role: 'writer', version: 20 });
    await world.after(10_000);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'marker-unreachable' } });
    expect(world.now.permissions).toEqual(['read', 'write']);
    await world.after(200_000);
    expect(world.now).toMatchObject({ status: 'fresh', error: null });
  });

  it('that stays refused is reported to the developer, once, apart from the user’s message', async () => {
    const warn = vi.fn();
    const world = new World({ environment: { warn } });
    world.backend.refuseMarkers('ada', ...Array(12).fill('permission-denied'));
    await world.signedIn('ada', { role: 'writer', version: 20 });
    await world.after(60_000);
    expect(warn.mock.calls).toEqual([
      [
        expect.stringContaining('security rules'),
        expect.objectContaining({ code: 'permission-denied' }),
      ],
    ]);
    expect(world.now.error?.advice).not.toContain('security rules');
  });

  it('is not taken for heard when only the cache answers before the refusal', async () => {
    const world = new World();
    world.backend.refuseMarkers('ada', ...Array(1_000).fill('permission-denied'));
    world.tab.cachedDocuments.set(markerPath('ada'), {
      claimsUpdatedAt: at(1_000),
      version: 20,
      role: 'writer',
      status: 'applied',
      problem: null,
    });
    await world.signedIn('ada', { role: 'writer', version: 20 });
    await world.after(60_000);
    expect(world.tab.markerListens).toBeLessThan(12);
    const before = world.seen.length;
    await world.after(60_000);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'marker-unreachable' } });
    expect(world.seen).toHaveLength(before);
  });

  it('is asked for at once when the connection returns', async () => {
    const world = new World();
    world.backend.refuseMarkers('ada', ...Array(7).fill('unavailable'));
    await world.signedIn('ada', { role: 'writer', version: 20 });
    await world.after(12_000);
    world.page.setOnline(true);
    await world.after(10);
    expect(world.now.status).toBe('fresh');
  });

  it('that never comes is given up with the account', async () => {
    const world = new World();
    world.backend.refuseMarkers('ada', ...Array(1_000).fill('failed-precondition'));
    await world.signedIn('ada', { role: 'writer', version: 20 });
    await world.after(2_000);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'marker-unreachable' } });
    world.tab.signIn('bob', {
      access: { role: null, version: 0, expiresAt: null },
      authTime: 1,
      issuedAt: 1,
    });
    world.client.close();
    // The fake network's own timers.
    await world.after(10);
    expect(world.clock.pending).toBe(0);
  });

  it('is asked for at once when the token changes while waiting', async () => {
    const world = new World();
    world.backend.refuseMarkers('ada', ...Array(7).fill('permission-denied'));
    await world.signedIn('ada', { role: 'writer', version: 20 });
    await world.after(12_000);
    world.tab.signIn('ada');
    await world.after(20);
    expect(world.now.status).toBe('fresh');
  });
});
