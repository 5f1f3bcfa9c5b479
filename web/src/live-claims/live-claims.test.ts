import { describe, expect, it, vi } from 'vitest';
import { at } from './testing/fake-backend.ts';
import { World } from './testing/world.ts';

/** Statuses in the order they were shown. */
const statuses = (world: World) => world.seen.map(({ status }) => status);

describe('a signed-in person', () => {
  it('sees the role of their token at once and has it confirmed by the marker', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'writer', version: 10 });
    expect(statuses(world)).toEqual(['loading', 'loading', 'loading', 'fresh']);
    expect(world.seen[2]?.permissions).toEqual(['read', 'write']);
    expect(world.now).toMatchObject({
      user: { uid: 'ada', email: 'ada@example.com' },
      role: 'writer',
      version: 10,
      markerVersion: 10,
      claimsUpdatedAt: 2_000_000,
      error: null,
    });
  });

  it('costs no refresh on attach while the token is current (firestore-auth-claims refreshes always)', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'writer', version: 10 });
    await world.after(3_600_000);
    expect(world.backend.exchanges).toBe(0);
  });

  it('is fresh without a marker, when nothing was ever set', async () => {
    const world = new World();
    world.backend.addAccount('ada');
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: null, markerVersion: null });
    expect(world.backend.exchanges).toBe(0);
  });

  it('gets a granted role within one exchange (next-firebase-auth-edge #179: never noticed)', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.edit('ada', 'chief', 20);
    await world.after(30);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief', version: 20 });
    expect(world.backend.exchanges).toBe(1);
  });

  it('loses a revoked permission when the marker arrives, before the new token does', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'writer', version: 10 });
    world.backend.edit('ada', 'reader', 20);
    await world.after(1);
    expect(world.now).toMatchObject({
      status: 'refreshing',
      role: 'reader',
      permissions: ['read'],
    });
    await world.after(30);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'reader', permissions: ['read'] });
  });

  it('is shown only what both roles permit while one of two unlike roles replaces the other', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'writer', version: 10 });
    world.backend.edit('ada', 'auditor', 20);
    await world.after(1);
    expect(world.now.permissions).toEqual(['read']);
    await world.after(30);
    expect(world.now.permissions).toEqual(['read', 'audit']);
  });

  it('gets nothing from a role that the table does not know', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'superhero', version: 10 });
    expect(world.now).toMatchObject({ status: 'fresh', role: null, permissions: [] });
  });

  it('is told why the last edit of their role was not applied', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'writer', version: 10 });
    const problem = { code: 'unknown-role', message: 'There is no role "Chef".' } as const;
    world.backend.setMarker('ada', { version: 10, role: 'writer', status: 'rejected', problem });
    await world.after(10);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'writer', problem });
  });

  it('has the role of a time-bound grant until the second it ends, however far away', async () => {
    const world = new World();
    const days40 = 40 * 86_400;
    const expiresAt = world.clock.now() / 1000 + days40;
    await world.signedIn('ada', { role: 'writer', version: 10, expiresAt });
    await world.after(days40 * 1000 - 101);
    expect(world.now).toMatchObject({ role: 'writer', expiresAt: expiresAt * 1000 });
    await world.after(1);
    expect(world.now).toMatchObject({ status: 'fresh', role: null, permissions: [] });
    expect(world.backend.exchanges).toBe(0);
  });
});

describe('the snapshot', () => {
  it('is the same object until something in it changes, for useSyncExternalStore', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'writer', version: 10 });
    const before = world.now;
    world.tab.signIn('ada');
    world.backend.notify();
    await world.after(100);
    expect(world.now).toBe(before);
  });

  it('keeps the identity of the permissions while other fields change', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'writer', version: 10 });
    const { permissions, user } = world.now;
    world.backend.edit('ada', 'writer', 20);
    await world.after(100);
    expect(world.now.version).toBe(20);
    expect(world.now.permissions).toBe(permissions);
    expect(world.now.user).toBe(user);
  });

  it('stays fresh through the moment in which a token change makes Firestore answer from the cache', async () => {
    const world = new World();
    await world.signedIn('ada');
    const before = world.seen.length;
    world.tab.signIn('ada', {
      access: { role: 'reader', version: 10, expiresAt: null },
      authTime: 1_001,
    });
    await world.after(100);
    expect(world.seen.slice(before)).toEqual([]);
  });

  it('reaches the other listeners when one throws, and the error is not swallowed', async () => {
    const world = new World();
    const uncaught = vi.fn();
    const queue = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => {
      try {
        task();
      } catch (error) {
        uncaught(error);
      }
    });
    const failing = new Error('the listener failed');
    const undo = world.client.subscribe(() => {
      throw failing;
    });
    const other = vi.fn();
    world.client.subscribe(other);
    await world.signedIn('ada');
    undo();
    queue.mockRestore();
    expect(other).toHaveBeenCalledTimes(uncaught.mock.calls.length);
    expect(uncaught).toHaveBeenCalledWith(failing);
  });

  it('is given to one function as often as it has subscribed', async () => {
    const world = new World();
    const listener = vi.fn();
    const undo = world.client.subscribe(listener);
    world.client.subscribe(listener);
    undo();
    undo();
    await world.signedIn('ada');
    expect(listener).toHaveBeenCalledTimes(world.seen.length - 1);
  });
});

describe('an account switch', () => {
  it('ends in the next person’s access, with nothing of the first in any snapshot on the way', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 50 });
    const before = world.seen.length;
    await world.signedIn('bob', { role: 'reader', version: 10 });
    for (const snapshot of world.seen.slice(before)) {
      expect(snapshot.user?.uid).toBe('bob');
      expect(snapshot.role).not.toBe('chief');
      expect(snapshot.version).not.toBe(50);
    }
    expect(world.now).toMatchObject({ status: 'fresh', role: 'reader', version: 10 });
  });

  it('drops the result of a refresh that the person before had started', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.edit('ada', 'chief', 50);
    await world.after(5);
    expect(world.backend.underway).toBe(1);
    await world.signedIn('bob', { role: 'reader', version: 10 });
    expect(world.now).toMatchObject({ user: { uid: 'bob' }, role: 'reader', version: 10 });
    expect(world.seen.some((one) => one.user?.uid === 'bob' && one.role === 'chief')).toBe(false);
  });

  it('does not sign out the next person when the refresh of the one before says it was deleted', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.refuseExchanges('auth/user-not-found');
    world.backend.edit('ada', 'chief', 50);
    await world.after(5);
    await world.signedIn('bob', { role: 'reader', version: 10 });
    expect(world.now).toMatchObject({ status: 'fresh', user: { uid: 'bob' } });
    expect(world.tab.signOuts).toBe(0);
  });

  it('to nobody leaves an empty snapshot', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 50 });
    await world.tab.signOut();
    await world.after(100);
    expect(world.now).toMatchObject({
      status: 'signed-out',
      user: null,
      role: null,
      permissions: [],
      version: 0,
      markerVersion: null,
    });
    expect(world.tab.attached).toBe(1);
  });

  it('and back finds the first person’s newest access', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    await world.signedIn('bob', { role: 'reader', version: 10 });
    world.backend.edit('ada', 'writer', 20);
    world.tab.signIn('ada', {
      access: { role: 'reader', version: 10, expiresAt: null },
      authTime: 1_000,
    });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', user: { uid: 'ada' }, role: 'writer' });
  });
});

describe('a revoked session', () => {
  it('is signed out when all sessions are ended, and the reason stays until the next sign-in', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 10 });
    world.backend.setMarker('ada', { version: 10, role: 'chief', sessionsRevokedAt: at(1_500) });
    await world.after(3_600_000);
    expect(world.now).toMatchObject({
      status: 'revoked',
      reason: 'signed-out-everywhere',
      user: null,
      permissions: [],
    });
    expect(world.tab.currentUid()).toBeNull();
    expect(world.tab.signOuts).toBe(1);

    world.backend.signedInAt('ada', 1_500);
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', reason: null, role: 'chief' });
  });

  it('is one that began before the second of the revoke, not within it', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'reader', version: 10 }, 1_500);
    world.backend.setMarker('ada', {
      version: 10,
      role: 'reader',
      sessionsRevokedAt: { seconds: 1_500, nanoseconds: 999_999_999 },
    });
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now.status).toBe('fresh');
  });

  it('is not ended on the word of the cache: the account may have been enabled since', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'reader', version: 10 });
    world.tab.cachedMarkers.set('ada', {
      claimsUpdatedAt: at(1_000),
      version: 10,
      role: null,
      status: 'applied',
      problem: null,
      disabled: true,
    });
    world.backend.setMarker('ada', { version: 10, role: 'reader' });
    world.tab.signIn('ada');
    await world.after(1);
    expect(world.now).toMatchObject({ status: 'loading', permissions: [] });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', permissions: ['read'] });
    expect(world.tab.signOuts).toBe(0);
  });

  it('ends at once for a disabled account, whatever the token says', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 10 });
    world.backend.setMarker('ada', { version: 20, disabled: true });
    await world.after(1);
    expect(world.now).toMatchObject({ status: 'revoked', reason: 'disabled', permissions: [] });
    await world.after(100);
    expect(world.tab.signOuts).toBe(1);
    expect(world.backend.exchanges).toBe(0);
  });

  it.each([
    ['auth/user-disabled', 'disabled'],
    ['auth/user-not-found', 'deleted'],
    ['auth/invalid-refresh-token', 'deleted'],
    ['auth/user-token-expired', 'signed-out-everywhere'],
    ['auth/invalid-user-token', 'signed-out-everywhere'],
  ])(
    'ends when a refresh is answered with %s, which the emulator does without signing out',
    async (code, reason) => {
      const world = new World();
      await world.signedIn('ada', { role: 'chief', version: 10 });
      world.backend.refuseExchanges(code);
      world.backend.edit('ada', null, 20);
      await world.after(100);
      expect(world.now).toMatchObject({ status: 'revoked', reason, user: null });
      expect(world.tab.signOuts).toBe(1);
      expect(world.backend.exchanges).toBe(1);
    },
  );

  it('keeps its reason when the SDK has signed out before the refresh reports why', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 10 });
    world.backend.refuseExchanges('auth/user-disabled');
    world.backend.edit('ada', null, 20);
    await world.after(5);
    await world.tab.signOut();
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'revoked', reason: 'disabled' });
  });

  it.each([
    'auth/quota-exceeded',
    'auth/too-many-requests',
    'auth/network-request-failed',
    'auth/internal-error',
  ])('is never what %s means (firebase-js-sdk #9259)', async (code) => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.refuseExchanges(...Array(50).fill(code));
    world.backend.edit('ada', 'chief', 20);
    await world.after(3_600_000);
    expect(world.tab.currentUid()).toBe('ada');
    expect(world.tab.signOuts).toBe(0);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief' });
  });

  it('says so when signing out fails, and shows no access all the same', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 10 });
    world.tab.signOutError = new Error('a beforeAuthStateChanged callback refused');
    world.backend.setMarker('ada', { version: 20, disabled: true });
    await world.after(100);
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now).toMatchObject({
      status: 'revoked',
      permissions: [],
      error: { code: 'sign-out-failed' },
    });
  });

  it('gives way to the next person’s', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'chief', version: 10 });
    world.backend.setMarker('ada', { version: 20, disabled: true });
    await world.after(100);
    await world.signedIn('bob', { role: 'reader', version: 10 });
    expect(world.now).toMatchObject({ status: 'fresh', reason: null, user: { uid: 'bob' } });
    await world.tab.signOut();
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'signed-out', reason: null });
  });
});

describe('the marker', () => {
  it('of an old cache never makes claims fresh that the server has replaced', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'chief', version: 10 });
    world.tab.cachedMarkers.set('ada', {
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
    });
    await world.after(100);
    const fresh = world.seen.filter(({ status }) => status === 'fresh');
    expect(fresh.map(({ version }) => version)).toEqual([20]);
  });

  it('of a newer cache starts the refresh without waiting for the server', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'writer', version: 20 });
    world.backend.online = false;
    world.tab.cachedMarkers.set('ada', {
      claimsUpdatedAt: at(1_000),
      version: 20,
      role: 'writer',
      status: 'applied',
      problem: null,
    });
    world.tab.signIn('ada', {
      access: { role: 'reader', version: 10, expiresAt: null },
      authTime: 1_000,
    });
    await world.after(2);
    expect(world.now.status).toBe('refreshing');
  });

  it('that goes back to an older version is not believed', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'writer', version: 20 });
    world.backend.setMarker('ada', { version: 10, role: 'chief', disabled: true });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'writer', markerVersion: 20 });
  });

  it('that vanishes lowers no version', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'writer', version: 20 });
    world.backend.deleteMarker('ada');
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', markerVersion: 20 });
  });

  it('that is in the cache but no longer on the server binds nobody', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'writer', version: 10 });
    world.tab.cachedMarkers.set('ada', {
      claimsUpdatedAt: at(1_000),
      version: 10,
      role: null,
      status: 'applied',
      problem: null,
      disabled: true,
    });
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'writer', markerVersion: null });
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
    world.backend.refuseMarkers('permission-denied');
    await world.signedIn('ada', { role: 'writer', version: 20 });
    await world.after(2_000);
    expect(world.now.status).toBe('fresh');
    expect(world.seen.every(({ error }) => error === null)).toBe(true);
  });

  it('that stays refused is said to be so, is asked for with growing pauses, and is heard in the end', async () => {
    const world = new World();
    world.backend.refuseMarkers(...Array(12).fill('permission-denied'));
    await world.signedIn('ada', { role: 'writer', version: 20 });
    await world.after(10_000);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'marker-unreachable' } });
    expect(world.now.permissions).toEqual(['read', 'write']);
    await world.after(200_000);
    expect(world.now).toMatchObject({ status: 'fresh', error: null });
  });

  it('is asked for at once when the token changes while waiting', async () => {
    const world = new World();
    world.backend.refuseMarkers(...Array(7).fill('permission-denied'));
    await world.signedIn('ada', { role: 'writer', version: 20 });
    await world.after(12_000);
    world.tab.signIn('ada');
    await world.after(20);
    expect(world.now.status).toBe('fresh');
  });
});

describe('without a connection', () => {
  it('a page that starts shows the token’s access as stale, and says that it is offline', async () => {
    const world = new World();
    world.backend.online = false;
    world.page.setOnline(false);
    await world.signedIn('ada', { role: 'writer', version: 20 });
    expect(world.now).toMatchObject({
      status: 'stale',
      permissions: ['read', 'write'],
      error: { code: 'offline' },
    });
    world.backend.online = true;
    world.backend.notify();
    world.page.setOnline(true);
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', error: null });
  });

  it('that the browser does not notice, the same is shown after a while', async () => {
    const world = new World();
    world.backend.online = false;
    await world.signedIn('ada', { role: 'writer', version: 20 });
    expect(world.now.status).toBe('loading');
    await world.after(5_000);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'offline' } });
  });

  it('a token that has run out shows no access until a new one comes', async () => {
    const world = new World();
    world.backend.online = false;
    world.tab.tokenRanOut = true;
    await world.signedIn('ada', { role: 'writer', version: 20 });
    await world.after(10_000);
    expect(world.now).toMatchObject({ status: 'stale', permissions: [] });
    world.backend.online = true;
    world.page.setOnline(true);
    world.backend.notify();
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', permissions: ['read', 'write'] });
  });

  it('a revoke that was heard takes the permission away although no token can be had', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'writer', version: 10 });
    world.backend.refuseExchanges(...Array(1_000).fill('auth/network-request-failed'));
    world.backend.edit('ada', null, 20);
    await world.after(60_000);
    expect(world.now).toMatchObject({
      status: 'stale',
      role: null,
      permissions: [],
      error: { code: 'refresh-failed' },
    });
  });

  it('an edit is caught up with on return', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.online = false;
    world.page.setOnline(false);
    world.backend.edit('ada', 'chief', 20);
    await world.after(3_600_000);
    expect(world.now.role).toBe('reader');
    world.backend.online = true;
    world.page.setOnline(true);
    world.backend.notify();
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief' });
  });

  it('confirmed claims become stale once the server has been silent for a while', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.online = false;
    world.tab.signIn('ada', {
      access: { role: 'reader', version: 10, expiresAt: null },
      authTime: 1_001,
    });
    await world.after(1_000);
    expect(world.now.status).toBe('fresh');
    await world.after(5_000);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'offline' } });
  });

  it('a waiting retry goes out at once when the connection returns', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.refuseExchanges(...Array(20).fill('auth/network-request-failed'));
    world.backend.edit('ada', 'chief', 20);
    await world.after(60_000);
    const before = world.backend.exchanges;
    world.backend.allowExchanges();
    world.page.setOnline(true);
    await world.after(25);
    expect(world.backend.exchanges).toBe(before + 1);
    expect(world.now.status).toBe('fresh');
  });

  it('nothing is refreshed for a tab that comes to the front with a current token', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    for (const visible of [false, true, false, true]) world.page.setVisible(visible);
    world.page.setOnline(true);
    await world.after(1_000);
    expect(world.backend.exchanges).toBe(0);
  });
});

describe('close()', () => {
  it('leaves nothing behind: no listener, timer, channel, lock or event handler', async () => {
    const world = new World();
    const source = { data: 'posts', allows: () => true };
    await world.signedIn('ada', {
      role: 'reader',
      version: 10,
      expiresAt: world.clock.now() / 1000 + 1_000,
    });
    const next = vi.fn();
    world.client.watch(source as never, { next });
    world.backend.refuseExchanges(...Array(9).fill('auth/internal-error'));
    world.backend.edit('ada', 'chief', 20);
    await world.after(3_000);
    expect(world.tab.attached).toBe(3);
    expect(world.page.listeners).toBe(3);
    expect(world.channels.open).toBe(1);
    expect(world.clock.pending).toBeGreaterThan(0);

    world.client.close();
    world.client.close();
    await world.after(0);
    expect(world.tab.attached).toBe(0);
    expect(world.page.listeners).toBe(0);
    expect(world.channels.open).toBe(0);
    expect(world.locks.inUse).toBe(0);
    expect(world.clock.pending).toBe(0);
  });

  it('ignores what arrives afterwards, and keeps the last snapshot', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.edit('ada', 'chief', 20);
    await world.after(5);
    expect(world.backend.underway).toBe(1);
    const { now, seen } = world;
    const count = seen.length;
    world.client.close();
    await world.after(5_000);
    world.tab.signIn('ada');
    world.backend.edit('ada', null, 30);
    await world.after(5_000);
    expect(world.now).toBe(now);
    expect(seen).toHaveLength(count);
    expect(world.clock.pending).toBe(0);
    expect(world.locks.inUse).toBe(0);
  });

  it('before Auth has spoken is enough', async () => {
    const world = new World();
    world.client.close();
    world.backend.addAccount('ada');
    world.tab.signIn('ada');
    await world.after(1_000);
    expect(world.seen.map(({ status }) => status)).toEqual(['loading']);
    expect(world.tab.attached).toBe(0);
  });

  it('refuses a watch that would never end', () => {
    const world = new World();
    world.client.close();
    expect(() => world.client.watch({} as never, { next() {} })).toThrow('[closed]');
  });

  it('lets withFreshClaims run the operation as it is', async () => {
    const world = new World();
    await world.signedIn('ada');
    world.client.close();
    const operation = vi.fn(async () => 'done');
    await expect(world.client.withFreshClaims(operation)).resolves.toBe('done');
  });
});
