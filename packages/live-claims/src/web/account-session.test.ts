import { describe, expect, it } from 'vitest';
import { World } from '../testing/world.ts';

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

describe('a token', () => {
  it('that was asked for later counts, in whatever order the answers come', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.edit('ada', 'chief', 20);
    world.tab.slowReads = [50, 20];
    world.tab.signIn('ada', {
      access: { role: 'writer', version: 15, expiresAt: null },
      authTime: 1_000,
      issuedAt: 1_000,
    });
    world.tab.signIn('ada');
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief', version: 20 });
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
    world.backend.edit('ada', 'chief', 30);
    await world.after(1);
    expect(world.now).toMatchObject({ status: 'refreshing', error: null });
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
      issuedAt: 1_001,
    });
    await world.after(1_000);
    expect(world.now.status).toBe('fresh');
    await world.after(5_000);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'offline' } });
  });

  it('to the marker alone, confirmed claims become stale as well', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.online = false;
    world.tab.failMarker('unavailable');
    await world.after(1_000);
    expect(world.now.status).toBe('fresh');
    await world.after(5_000);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'offline' } });
  });

  it('for a while, the next refresh is still given its time', async () => {
    const world = new World();
    world.backend.online = false;
    await world.signedIn('ada', { role: 'reader', version: 10 });
    await world.after(10_000);
    expect(world.now.status).toBe('stale');
    world.backend.online = true;
    world.backend.edit('ada', 'writer', 20);
    await world.after(100);
    expect(world.now.status).toBe('fresh');
    const before = world.seen.length;
    world.backend.edit('ada', 'chief', 30);
    await world.after(100);
    expect(world.seen.slice(before).map(({ status }) => status)).toEqual(['refreshing', 'fresh']);
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

  it('a tab that goes to the back does not hurry', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.refuseExchanges(...Array(20).fill('auth/internal-error'));
    world.backend.edit('ada', 'chief', 20);
    await world.after(60_000);
    const before = world.backend.exchanges;
    world.page.setVisible(false);
    await world.after(100);
    expect(world.backend.exchanges).toBe(before);
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
