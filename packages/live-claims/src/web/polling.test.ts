import { describe, expect, it, vi } from 'vitest';
import { type Me, OPEN_ACCESS } from '../core/index.ts';
import { at, firebaseError } from '../testing/fake-backend.ts';
import { World, type WorldOptions } from '../testing/world.ts';

/** A world in which `GET /api/users/me` answers with the backend's state. */
class AskedWorld {
  readonly world: World;
  /** The time of each request, in milliseconds, and its ETag. */
  readonly asked: { readonly at: number; readonly etag: string | null }[] = [];
  settings = OPEN_ACCESS;
  /** Answers instead, once each. */
  readonly instead: (() => Response | Promise<Response>)[] = [];

  constructor(options: WorldOptions = {}) {
    this.world = new World({ fetchMe: (etag) => this.#answer(etag), ...options });
  }

  async #answer(etag: string | null): Promise<Response> {
    const { backend, clock, tab } = this.world;
    this.asked.push({ at: clock.now(), etag });
    const instead = this.instead.shift();
    if (instead !== undefined) return instead();
    if (!backend.online) throw new TypeError('Failed to fetch');
    const uid = tab.currentUid() ?? '';
    const marker = backend.markerOf(uid) ?? null;
    const me: Me = { uid, marker, settings: this.settings };
    const tag = JSON.stringify(me);
    if (tag === etag) return new Response(null, { status: 304 });
    return Response.json(me, { headers: { etag: tag } });
  }

  /** Signs in where Firestore cannot be reached. */
  async blocked(role = 'reader'): Promise<World> {
    this.world.backend.firestoreBlocked = true;
    await this.world.signedIn('ada', { role, version: 10 });
    return this.world;
  }

  unblock(): void {
    this.world.backend.firestoreBlocked = false;
    this.world.backend.notify();
  }

  /** Milliseconds between one question and the next. */
  get pauses(): number[] {
    return this.asked.slice(1).map(({ at }, index) => at - (this.asked[index]?.at ?? 0));
  }
}

const unavailable = (headers = {}) => new Response('busy', { status: 503, headers });

describe('GET /api/users/me', () => {
  it('is not fetched while the listener works, through token changes and quiet hours', async () => {
    const here = new AskedWorld();
    await here.world.signedIn('ada', { role: 'reader', version: 10 });
    here.world.backend.edit('ada', 'writer', 20);
    await here.world.after(3_600_000);
    here.world.page.setVisible(true);
    await here.world.after(100);
    expect(here.asked).toEqual([]);
  });

  it('stands in for a listener that cannot run, after five seconds, then every ten', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    expect(world.now.status).toBe('loading');
    await world.after(5_000);
    expect(world.now).toMatchObject({ status: 'fresh', error: null, markerVersion: 10 });
    await world.after(30_000);
    expect(here.pauses).toEqual([10_000, 10_000, 10_000]);
    expect(world.now.status).toBe('fresh');
  });

  it('asks with the ETag of the last answer, and takes 304 as the server’s confirmation', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    await world.after(15_000);
    expect(here.asked[0]?.etag).toBeNull();
    expect(here.asked[1]?.etag).toContain('"ada"');
    expect(world.now.status).toBe('fresh');
  });

  it('brings a change of role: the token is refreshed as after a snapshot of the listener', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    await world.after(5_000);
    world.backend.edit('ada', 'chief', 20);
    await world.after(10_100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief', version: 20 });
  });

  it('ends sessions and locks down, as the listener would', async () => {
    const here = new AskedWorld();
    const world = await here.blocked('writer');
    here.settings = { lockdown: true, minimumAuthTime: null };
    await world.after(5_000);
    expect(world.now).toMatchObject({ lockedDown: true, permissions: [] });
    here.settings = OPEN_ACCESS;
    await world.after(10_000);
    expect(world.now).toMatchObject({ lockedDown: false, permissions: ['read', 'write'] });
    here.settings = { lockdown: false, minimumAuthTime: 1_999 };
    await world.after(10_000);
    expect(world.now).toMatchObject({ status: 'revoked', reason: 'sign-in-too-old' });

    world.backend.signedInAt('ada', 2_000);
    world.tab.signIn('ada');
    await world.after(100);
    world.backend.setMarker('ada', { version: 10, sessionsRevokedAt: at(2_010) });
    await world.after(5_000);
    expect(world.now).toMatchObject({ status: 'revoked', reason: 'session-revoked' });
  });

  it.each([
    ['session-revoked', 'session-revoked'],
    ['sign-in-too-old', 'sign-in-too-old'],
    ['disabled', 'disabled'],
  ] as const)('that refuses the token itself as %s ends the session', async (refusal, reason) => {
    const here = new AskedWorld();
    const world = await here.blocked();
    here.instead.push(() => Response.json({ details: { reason: refusal } }, { status: 401 }));
    await world.after(5_000);
    expect(world.now).toMatchObject({ status: 'revoked', reason });
    expect(world.tab.signOuts).toBe(1);
  });

  it.each(['signed-out', 'not-allowed', 'locked-down'])('that says %s does not', async (reason) => {
    const here = new AskedWorld();
    const world = await here.blocked();
    here.instead.push(() => Response.json({ details: { reason } }, { status: 401 }));
    await world.after(5_000);
    expect(world.now.status).toBe('stale');
    expect(world.tab.signOuts).toBe(0);
  });

  it('that refuses an earlier token does not end a newer session', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    const { promise, resolve } = Promise.withResolvers<Response>();
    here.instead.push(() => promise);
    await world.after(5_000);
    world.backend.signedInAt('ada', 2_000);
    world.tab.signIn('ada');
    await world.after(100);
    resolve(Response.json({ details: { reason: 'session-revoked' } }, { status: 401 }));
    await world.after(100);
    expect(world.tab.currentUid()).toBe('ada');
    expect(world.tab.signOuts).toBe(0);
  });

  it('stops as soon as the listener works again', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    await world.after(15_000);
    const before = here.asked.length;
    here.unblock();
    await world.after(3_600_000);
    expect(here.asked).toHaveLength(before);
    expect(world.now.status).toBe('fresh');
    expect(world.clock.pending).toBe(0);
  });

  it('starts again when the listener fails later on', async () => {
    const here = new AskedWorld();
    const { world } = here;
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.refuseMarkers('ada', ...Array(1_000).fill('unavailable'));
    world.tab.failMarker('unavailable');
    await world.after(20_000);
    expect(here.asked.length).toBeGreaterThan(0);
    expect(world.now).toMatchObject({ status: 'fresh', error: null });
  });

  it('that answers after the listener’s snapshot is ignored', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    let release: (response: Response) => void = () => {};
    here.instead.push(
      () =>
        new Promise<Response>((resolve) => {
          release = resolve;
        }),
    );
    await world.after(5_000);
    here.unblock();
    await world.after(100);
    const old = { lockdown: true, minimumAuthTime: null };
    const late: Me = { uid: 'ada', marker: null, settings: old };
    release(Response.json(late));
    await world.after(100);
    expect(world.now).toMatchObject({ lockedDown: false, markerVersion: 10 });
  });

  it('restores its last answer after 304, also when the listener’s snapshot came in between', async () => {
    const here = new AskedWorld();
    const world = await here.blocked('writer');
    await world.after(5_000);
    here.unblock();
    world.backend.setSettings({ lockdown: true, minimumAuthTime: null });
    await world.after(100);
    expect(world.now.lockedDown).toBe(true);
    world.backend.firestoreBlocked = true;
    world.tab.failMarker('unavailable');
    await world.after(5_100);
    expect(world.now.lockedDown).toBe(false);
  });

  it('about another account is ignored', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    const other: Me = {
      uid: 'bob',
      marker: null,
      settings: { lockdown: true, minimumAuthTime: null },
    };
    here.instead.push(() => Response.json(other));
    await world.after(5_000);
    expect(world.now).toMatchObject({ status: 'stale', lockedDown: false });
  });

  it('backs off while it fails, also on answers that cannot be parsed', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    here.instead.push(
      () => unavailable(),
      () => new Response('<html>', { status: 200 }),
      () => Promise.reject(firebaseError('auth/network-request-failed')),
    );
    await world.after(5_000);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'offline' } });
    await world.after(110_000);
    expect(here.pauses).toEqual([15_000, 30_000, 60_000]);
    expect(world.now.status).toBe('fresh');
  });

  it('that fails later on makes the claims stale, until it answers again', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    await world.after(5_000);
    here.instead.push(() => unavailable());
    await world.after(16_000);
    expect(world.now.status).toBe('stale');
    await world.after(10_000);
    expect(world.now.status).toBe('fresh');
  });

  it.each([
    ['in seconds', () => '120'],
    ['as a date', (now: number) => new Date(now + 120_000).toUTCString()],
  ])('keeps to Retry-After %s, also when the page comes to the front', async (_, value) => {
    const here = new AskedWorld();
    const world = await here.blocked();
    here.instead.push(() => unavailable({ 'retry-after': value(world.clock.now()) }));
    await world.after(60_000);
    world.page.setVisible(true);
    await world.after(100);
    expect(here.asked).toHaveLength(1);
    await world.after(65_000);
    expect(here.asked).toHaveLength(2);
  });

  it('is made at once when the page becomes visible, but not at every change of visibility', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    world.page.setVisible(true);
    await world.after(100);
    expect(here.asked).toHaveLength(0);
    await world.after(8_000);
    for (let blink = 0; blink < 5; blink++) {
      world.page.setVisible(false);
      world.page.setVisible(true);
      await world.after(10);
    }
    expect(here.asked).toHaveLength(2);
  });

  it('is aborted after ten seconds, and repeated', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    here.instead.push(() => new Promise<never>(() => {}));
    await world.after(15_000);
    expect(world.now.status).toBe('stale');
    await world.after(15_000);
    expect(world.now.status).toBe('fresh');
  });

  it('is not asked while the browser knows that it is offline', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    world.page.setOnline(false);
    await world.after(60_000);
    expect(here.asked).toEqual([]);
    world.page.setOnline(true);
    await world.after(5_000);
    expect(here.asked).toHaveLength(1);
  });

  it('tries again to load the module that polls', async () => {
    const loadPolling = vi.fn().mockRejectedValueOnce(new TypeError('Failed to fetch module'));
    const here = new AskedWorld({ loadPolling });
    const world = await here.blocked();
    await world.after(5_000);
    expect(here.asked).toEqual([]);
    await world.after(5_000);
    expect(here.asked).toHaveLength(1);
    expect(world.now.status).toBe('fresh');
    expect(loadPolling).toHaveBeenCalledTimes(2);
  });

  it('loads nothing more once the account has gone', async () => {
    const loadPolling = vi.fn().mockRejectedValue(new TypeError('Failed to fetch module'));
    const here = new AskedWorld({ loadPolling });
    const world = await here.blocked();
    await world.after(5_000);
    world.client.close();
    await world.after(60_000);
    expect(loadPolling).toHaveBeenCalledTimes(1);
    expect(world.clock.pending).toBe(0);
  });

  it('leaves nothing behind with its account', async () => {
    const here = new AskedWorld();
    const world = await here.blocked();
    await world.after(5_000);
    await world.tab.signOut();
    await world.after(60_000);
    expect(here.asked).toHaveLength(1);
    world.client.close();
    expect(world.clock.pending).toBe(0);
  });
});
