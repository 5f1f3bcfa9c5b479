import { describe, expect, it, vi } from 'vitest';
import { World } from '../testing/world.ts';

async function signedIn(role: string | null, version = 20): Promise<World> {
  const world = new World();
  await world.signedIn('ada', { role, version });
  return world;
}

describe('a role in session claims, which take precedence over the account’s', () => {
  it('permits only what the marker grants too, and the error says why', async () => {
    const world = await signedIn('writer');
    world.backend.setSessionClaims('ada', { role: 'writer' });
    world.backend.edit('ada', null, 30);
    await world.after(100);
    expect(world.now).toMatchObject({
      status: 'stale',
      role: null,
      permissions: [],
      version: 30,
      error: { code: 'claims-shadowed' },
    });
    world.backend.edit('ada', 'auditor', 40);
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'stale', permissions: ['read'] });
    world.backend.edit('ada', 'writer', 50);
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'writer', error: null });
  });

  it('never shows the removed role during the change', async () => {
    const world = await signedIn('writer');
    world.backend.setSessionClaims('ada', { role: 'writer' });
    world.backend.edit('ada', 'reader', 30);
    await world.after(1);
    const before = world.seen.length;
    await world.after(60_000);
    for (const { permissions } of world.seen.slice(before)) expect(permissions).toEqual(['read']);
  });

  it('gets one refresh for each revision of the marker, and no more', async () => {
    const world = await signedIn('writer');
    world.backend.setSessionClaims('ada', { role: 'chief' });
    world.tab.signIn('ada');
    await world.after(3_600_000);
    expect(world.now).toMatchObject({ status: 'stale', role: 'writer' });
    expect(world.backend.exchanges).toBe(1);
    world.backend.notify();
    world.page.setVisible(true);
    await world.after(3_600_000);
    expect(world.backend.exchanges).toBe(1);
    world.backend.setMarker('ada', { version: 20, role: 'reader' });
    await world.after(3_600_000);
    expect(world.backend.exchanges).toBe(2);
  });

  it('under a marker that came while the token was fetched gets one more refresh', async () => {
    const world = await signedIn('writer');
    world.backend.setMarker('ada', { role: 'reader', version: 20 });
    await world.after(17);
    expect(world.backend.underway).toBe(1);
    world.backend.edit('ada', 'auditor', 20);
    await world.after(1_000);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'auditor' });
    expect(world.backend.exchanges).toBe(2);
  });

  it('makes one sync request, and one refresh after it', async () => {
    const requestSync = vi.fn(async () => world.backend.setSessionClaims('ada', {}));
    const world = new World({ requestSync });
    await world.signedIn('ada', { role: 'writer', version: 20 });
    world.backend.setSessionClaims('ada', { role: 'chief' });
    world.tab.signIn('ada');
    await world.after(1_000);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'writer' });
    expect(world.backend.exchanges).toBe(2);
    world.backend.setSessionClaims('ada', { role: 'chief' });
    world.tab.signIn('ada');
    await world.after(3_600_000);
    expect(requestSync).toHaveBeenCalledTimes(1);
    expect(world.backend.exchanges).toBe(3);
  });

  it('without an end ends when the marker says', async () => {
    const world = await signedIn('writer');
    const end = Math.floor(world.clock.now() / 1000) + 1_000;
    world.backend.setClaims('ada', { role: 'writer', version: 30, expiresAt: end });
    world.backend.setSessionClaims('ada', { expiresAt: null });
    world.backend.setMarker('ada', { role: 'writer', version: 30, expiresAt: end });
    await world.after(100);
    expect(world.now).toMatchObject({ role: 'writer', error: { code: 'claims-shadowed' } });
    await world.after(1_000_000);
    expect(world.now).toMatchObject({ role: null, permissions: [] });
  });

  it('is refreshed again while no token can be fetched', async () => {
    const world = await signedIn('writer');
    world.backend.refuseExchanges(...Array(5).fill('auth/network-request-failed'));
    world.backend.setClaims('ada', { role: 'reader', version: 20 });
    world.backend.setMarker('ada', { role: 'reader', version: 20 });
    await world.after(60_000);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'reader' });
    expect(world.backend.exchanges).toBe(6);
  });

  it('is not concluded from a marker of an older release, which has no end', async () => {
    const world = await signedIn('writer');
    world.backend.setMarker('ada', { role: null, version: 20 });
    const { expiresAt: _, ...old } = world.backend.markerOf('ada') ?? {};
    const again = await signedIn('writer');
    again.tab.giveMarker({ data: old, fromCache: false });
    await again.after(100);
    expect(again.now).toMatchObject({ status: 'fresh', role: 'writer' });
    expect(again.backend.exchanges).toBe(0);
  });
});

describe('a role without a marker', () => {
  it('put into the claims by a script is no role', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'chief' });
    world.tab.signIn('ada');
    await world.after(3_600_000);
    expect(world.now).toMatchObject({
      status: 'stale',
      role: null,
      permissions: [],
      error: { code: 'claims-shadowed' },
    });
    expect(world.backend.exchanges).toBe(1);
  });

  it('is no role from the first moment, before the server has spoken', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'chief' });
    world.tab.signIn('ada');
    await world.after(2);
    expect(world.now).toMatchObject({ status: 'loading', role: null, permissions: [] });
  });

  it('is resolved by the server’s sync', async () => {
    const requestSync = vi.fn(async () => world.backend.edit('ada', null, 20));
    const world = new World({ requestSync });
    world.backend.addAccount('ada', { role: 'chief' });
    world.tab.signIn('ada');
    await world.after(1_000);
    expect(requestSync).toHaveBeenCalledTimes(1);
    expect(world.now).toMatchObject({ status: 'fresh', role: null, error: null });
  });

  it('after the marker’s deletion has no effect', async () => {
    const world = await signedIn('writer');
    world.backend.deleteMarker('ada');
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'stale', role: null, markerVersion: null });
  });
});

describe('a marker that cannot be read', () => {
  it('takes everything away until it can be read', async () => {
    const world = await signedIn('chief');
    world.backend.setMarker('ada', { version: 'new' as never });
    await world.after(100);
    expect(world.now).toMatchObject({
      status: 'stale',
      role: null,
      permissions: [],
      error: { code: 'marker-unreadable' },
    });
    world.backend.setMarker('ada', { version: 20, role: 'chief' });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief' });
  });

  it('in parts is followed in what can be', async () => {
    const world = await signedIn('chief');
    const marker = { version: 30, role: 'reader', status: 'halted', refreshWithin: 'soon' };
    world.backend.setClaims('ada', { role: 'reader', version: 30 });
    world.backend.setMarker('ada', marker as never);
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'reader' });
  });
});

describe('a marker that goes back', () => {
  it('is followed: the lower version is the one to have', async () => {
    const world = await signedIn('writer');
    world.backend.edit('ada', 'reader', 10);
    await world.after(1);
    expect(world.now).toMatchObject({ status: 'refreshing', permissions: ['read'] });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'reader', version: 10 });
    expect(world.backend.exchanges).toBe(1);
    world.backend.edit('ada', 'chief', 15);
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief', version: 15 });
  });

  it('to the same role needs no other token', async () => {
    const world = await signedIn('writer');
    world.backend.setMarker('ada', { version: 10, role: 'writer' });
    await world.after(60_000);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'writer', markerVersion: 10 });
    expect(world.backend.exchanges).toBe(0);
  });

  it('is heard when it says that the account is disabled', async () => {
    const world = await signedIn('writer');
    world.backend.setMarker('ada', { version: 10, disabled: true });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'revoked', reason: 'disabled' });
  });

  it('is heard when it says that the sessions were ended', async () => {
    const world = await signedIn('writer');
    const sessionsRevokedAt = { seconds: 1_500, nanoseconds: 0, toMillis: () => 1_500_000 };
    world.backend.setMarker('ada', { version: 10, role: 'writer', sessionsRevokedAt });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'revoked', reason: 'session-revoked' });
  });

  it('ends a wait for a version that no token will reach', async () => {
    const requestSync = vi.fn(async () => {});
    const world = new World({ requestSync });
    await world.signedIn('ada', { role: 'writer', version: 20 });
    world.backend.setMarker('ada', { version: 2 ** 53 - 1, role: 'writer' });
    await world.after(600_000);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'claims-behind' } });
    world.backend.setMarker('ada', { version: 20, role: 'writer' });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', error: null });
    const { exchanges } = world.backend;
    await world.after(3_600_000);
    expect(world.backend.exchanges).toBe(exchanges);
    expect(requestSync).toHaveBeenCalledTimes(1);
  });

  it('while its version is waited for is fetched at once', async () => {
    const world = await signedIn('writer');
    world.backend.setMarker('ada', { version: 2 ** 53 - 1, role: 'writer' });
    await world.after(600_000);
    world.backend.edit('ada', 'writer', 30);
    await world.after(50);
    expect(world.now).toMatchObject({ status: 'fresh', version: 30 });
  });

  it('before its claims do is followed as soon as those are set again', async () => {
    const world = await signedIn('writer');
    world.backend.setMarker('ada', { version: 10, role: 'reader' });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'stale', permissions: ['read'] });
    world.backend.edit('ada', 'reader', 21);
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'reader', version: 21 });
  });
});
