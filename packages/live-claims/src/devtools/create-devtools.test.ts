import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Access } from '../core/index.ts';
import { firebaseError } from '../testing/fake-backend.ts';
import { World } from '../testing/world.ts';
import { createDevtools, type DevtoolsOptions } from './create-devtools.ts';
import { type ClientEvent, describeEvent } from './events.ts';
import { REAL } from './simulation.ts';

async function watched(access: Partial<Access> = {}, options: DevtoolsOptions = {}) {
  const devtools = createDevtools(options);
  const world = new World({ devtools });
  await world.signedIn('ada', { role: 'writer', version: 10, ...access });
  return { devtools, world };
}

const without = ({ at, ...event }: ClientEvent) => event;
type Watched = Awaited<ReturnType<typeof watched>>;

/** What is told while this is done. */
async function during({ devtools, world }: Watched, action: () => unknown) {
  const before = devtools.events().length;
  await action();
  await world.after(3_000);
  return devtools.events().slice(before).map(without);
}

afterEach(() => vi.unstubAllGlobals());

describe('events', () => {
  it('say what a client hears and does from the sign-in on', async () => {
    const { devtools } = await watched();
    expect(devtools.events().map(without)).toEqual([
      { type: 'signed-in', uid: 'ada' },
      { type: 'token', by: 'sdk', version: 10, role: 'writer' },
      { type: 'marker', fromCache: false, version: 10, role: 'writer' },
      { type: 'settings', fromCache: false, lockdown: false },
    ]);
  });

  it('say why a token was fetched, how long it took, and what it brought', async () => {
    const all = await watched();
    const told = await during(all, () => all.world.backend.edit('ada', 'chief', 20));
    expect(told).toMatchObject([
      { type: 'marker', version: 20, role: 'chief' },
      { type: 'refresh', why: 'marker-newer', error: null },
      { type: 'token', by: 'this-tab', version: 20, role: 'chief' },
    ]);
  });

  it('say that an exchange failed, and with what', async () => {
    const all = await watched();
    all.world.backend.refuseExchanges('auth/network-request-failed');
    const told = await during(all, () => all.world.backend.edit('ada', 'chief', 20));
    const refreshes = told.filter(({ type }) => type === 'refresh');
    expect(refreshes).toMatchObject([
      { why: 'marker-newer', error: 'auth/network-request-failed' },
      { why: 'marker-newer', error: null },
    ]);
  });

  it('say that an operation was refused, and that the token was refreshed for it', async () => {
    const all = await watched();
    all.world.backend.setClaims('ada', { role: 'chief', version: 20 });
    const told = await during(all, () => {
      let calls = 0;
      void all.world.client.withFreshClaims(async () => {
        calls += 1;
        if (calls === 1) throw firebaseError('permission-denied');
      });
    });
    expect(told).toMatchObject([
      { type: 'refused', why: 'permission-denied', retry: true },
      { type: 'refresh', why: 'refused', error: null },
      { type: 'token', by: 'this-tab', version: 20, role: 'chief' },
    ]);
  });

  it('say that a token came from another tab', async () => {
    const channels: { onmessage?: (event: { data: number }) => void; name: string }[] = [];
    vi.stubGlobal('document', {});
    vi.stubGlobal(
      'BroadcastChannel',
      class {
        name: string;
        constructor(name: string) {
          this.name = name;
          channels.push(this);
        }
        close() {}
      },
    );
    const all = await watched();
    const told = await during(all, () => {
      expect(channels.at(-1)?.name).toBe('live-claims/api-key/[DEFAULT]/ada');
      channels.at(-1)?.onmessage?.({ data: 20 });
      all.world.backend.setClaims('ada', { role: 'chief', version: 20 });
      all.world.tab.signIn('ada', all.world.backend.tokenFor('ada'));
    });
    expect(told).toContainEqual({ type: 'token', by: 'other-tab', version: 20, role: 'chief' });
  });

  it('say which watches there are, and why they were closed', async () => {
    const all = await watched();
    const told = await during(all, async () => {
      const stop = all.world.client.watch(
        { path: 'threads/one', data: '', allows: () => true } as never,
        { next: () => {} },
      );
      await all.world.after(100);
      stop();
    });
    expect(told).toEqual([
      { type: 'watch-opened', watch: 1, source: 'threads/one' },
      { type: 'watch-closed', watch: 1, why: 'stopped' },
    ]);
  });

  it('are told to whoever asks, with the time, and the last 500 are kept', async () => {
    const onEvent = vi.fn();
    const { devtools } = await watched({}, { onEvent });
    const heard = vi.fn();
    const stop = devtools.subscribe(heard);
    for (let times = 0; times < 600; times += 1) devtools.simulate({});
    expect(devtools.events()).toHaveLength(500);
    expect(heard.mock.calls.length).toBeGreaterThanOrEqual(600);
    expect(onEvent.mock.lastCall?.[0].at).toBeCloseTo(Date.now(), -4);
    stop();
    heard.mockClear();
    devtools.simulate({});
    expect(heard).not.toHaveBeenCalled();
  });

  it('are sentences', async () => {
    const all = await watched();
    all.world.backend.refuseExchanges('auth/network-request-failed');
    await during(all, () => all.world.backend.edit('ada', null, 20));
    const sentences = all.devtools.events().map(describeEvent);
    expect(sentences).toContain('Marker of version 20 with no role.');
    expect(sentences).toContain('Token of version 10 with role writer, brought by the SDK.');
    expect(
      sentences.some((one) =>
        /^Refresh failed after \d+ ms \(auth\/network-request-failed\)/.test(one),
      ),
    ).toBe(true);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});

describe('what is simulated', () => {
  it('is a lower role at once, in token and marker, and never a higher one', async () => {
    const { devtools, world } = await watched();
    devtools.simulate({ role: 'reader' });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'reader', permissions: ['read'] });
    expect(world.tab.token?.access.role).toBe('writer');
    devtools.simulate({ role: 'chief' });
    await world.after(100);
    expect(world.now).toMatchObject({ role: 'writer', permissions: ['read', 'write'] });
  });

  it('is a lockdown, and the end of one', async () => {
    const { devtools, world } = await watched();
    devtools.simulate({ lockdown: true });
    await world.after(100);
    expect(world.now).toMatchObject({ lockedDown: true, permissions: [] });
    devtools.simulate(REAL);
    await world.after(100);
    expect(world.now).toMatchObject({ lockedDown: false, permissions: ['read', 'write'] });
  });

  it('is an end of the role, unless the real one is earlier', async () => {
    const { devtools, world } = await watched();
    const end = Math.floor(world.clock.now() / 1000) + 30;
    devtools.simulate({ endsAt: end });
    await world.after(100);
    expect(world.now).toMatchObject({ role: 'writer', expiresAt: end * 1000 });
    await world.after(31_000);
    expect(world.now).toMatchObject({ role: null, permissions: [] });
  });

  it('is a token that stays as it is, however often it is refreshed', async () => {
    const { devtools, world } = await watched();
    devtools.simulate({ staleToken: true });
    world.backend.edit('ada', 'chief', 20);
    await world.after(10_000);
    expect(world.now).toMatchObject({ status: 'stale', version: 10, markerVersion: 20 });
    expect(world.tab.token?.access.version).toBe(20);
    devtools.simulate({ staleToken: false });
    await world.after(10_000);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief', version: 20 });
  });

  it('is a marker that does not come, or comes late', async () => {
    vi.useFakeTimers();
    try {
      const { devtools, world } = await watched();
      devtools.simulate({ markerDelayMs: Number.POSITIVE_INFINITY });
      world.backend.edit('ada', 'reader', 20);
      await world.after(5_000);
      expect(world.now).toMatchObject({ version: 10, markerVersion: 10 });
      devtools.simulate({ markerDelayMs: 2_000 });
      await world.after(100);
      expect(world.now.markerVersion).toBe(10);
      vi.advanceTimersByTime(2_000);
      await world.after(3_000);
      expect(world.now).toMatchObject({ status: 'fresh', role: 'reader', version: 20 });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is said in a sentence', async () => {
    const { devtools } = await watched();
    devtools.simulate({ role: 'reader', lockdown: true });
    const told = devtools.events().find(({ type }) => type === 'simulated');
    expect(told && describeEvent(told)).toBe('Simulated: the role reader, a lockdown.');
  });
});
