import { describe, expect, it, vi } from 'vitest';
import type { Access } from '../core/index.ts';
import type { FakeSource } from '../testing/fake-backend.ts';
import { EXCHANGE_MS, type FakeSnapshot, FakeTab } from '../testing/fake-tab.ts';
import { roles, World } from '../testing/world.ts';
import { pageEnvironment } from './environment.ts';
import { startLiveClaims } from './live-claims.ts';

const ROUND_TRIP = EXCHANGE_MS + 30;

/** The calls of an observer, in order: data, 'denied', or an error's code. */
function watch(world: World, source: FakeSource) {
  const told: string[] = [];
  const undo = world.client.watch(source as never, {
    next: (snapshot) => told.push((snapshot as never as FakeSnapshot).data),
    denied: () => told.push('denied'),
    error: (error) => told.push(error.code),
  });
  return { told, undo };
}

const writersOnly = (): FakeSource => ({
  data: 'drafts',
  allows: ({ role }: Access) => role === 'writer',
});

async function signedIn(role: string, version = 10): Promise<World> {
  const world = new World();
  await world.signedIn('ada', { role, version });
  return world;
}

describe('a watch', () => {
  it('ends when access is revoked and comes back by itself when it is granted', async () => {
    const world = await signedIn('writer');
    const { told } = watch(world, writersOnly());
    await world.after(10);
    expect(told).toEqual(['drafts']);
    world.backend.edit('ada', 'reader', 20);
    await world.after(ROUND_TRIP);
    expect(told).toEqual(['drafts', 'denied']);
    world.backend.edit('ada', 'writer', 30);
    await world.after(ROUND_TRIP);
    expect(told).toEqual(['drafts', 'denied', 'drafts']);
  });

  it('shows each change once, and nothing on a mere token refresh', async () => {
    const world = await signedIn('writer');
    const source = writersOnly();
    const { told } = watch(world, source);
    await world.after(10);
    for (let version = 20; version < 25; version++) {
      world.backend.edit('ada', 'writer', version);
      await world.after(3_000);
    }
    source.data = 'more drafts';
    world.backend.notify();
    await world.after(10);
    expect(told).toEqual(['drafts', 'more drafts']);
    expect(world.tab.listens).toBe(1);
  });

  it('never shows what the cache still holds once access was lost', async () => {
    const world = await signedIn('writer');
    const { told } = watch(world, writersOnly());
    await world.after(10);
    for (let version = 20; version < 30; version++) {
      world.backend.edit('ada', 'reader', version);
      await world.after(3_000);
    }
    expect(told).toEqual(['drafts', 'denied']);
  });

  it('refused under an old token is retried after the refresh, without a call of the observer', async () => {
    const world = await signedIn('reader');
    world.backend.edit('ada', 'writer', 20);
    await world.after(2);
    const { told } = watch(world, writersOnly());
    await world.after(ROUND_TRIP);
    expect(told).toEqual(['drafts']);
    expect(world.tab.listens).toBeGreaterThan(1);
  });

  it('refused before the marker has come waits for its word', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'reader', version: 10 });
    world.backend.refuseMarkers('ada', 'unavailable');
    world.backend.setMarker('ada', { role: 'reader', version: 10 });
    const { told } = watch(world, writersOnly());
    world.tab.signIn('ada');
    await world.after(20);
    expect(world.now.status).toBe('loading');
    expect(told).toEqual([]);
    await world.after(500);
    expect(world.now.status).toBe('fresh');
    expect(told).toEqual(['denied']);
  });

  it('refused under an old token that cannot be renewed is told so in the end', async () => {
    const world = await signedIn('reader');
    world.backend.setMarker('ada', { role: 'writer', version: 20 });
    await world.after(2);
    const { told } = watch(world, writersOnly());
    await world.after(1_000);
    expect(world.now.status).toBe('stale');
    expect(told).toEqual(['denied']);
  });

  it('asks a second time when a denial came late or from another tab’s token, and only a second time', async () => {
    const world = await signedIn('writer');
    let mistaken = true;
    const source = { data: 'drafts', allows: () => !mistaken };
    const { told } = watch(world, source);
    await world.after(10);
    expect(told).toEqual(['denied']);
    mistaken = false;
    await world.after(2_010);
    expect(told).toEqual(['denied', 'drafts']);

    const refused = watch(world, { data: 'secret', allows: () => false });
    let before = world.tab.listens;
    await world.after(3_600_000);
    expect(refused.told).toEqual(['denied']);
    expect(world.tab.listens - before).toBe(1);

    // Another token, another pair of questions.
    before = world.tab.listens;
    world.backend.edit('ada', 'writer', 20);
    await world.after(3_600_000);
    expect(refused.told).toEqual(['denied']);
    expect(world.tab.listens - before).toBe(2);
  });

  it('comes back when a typing error is corrected, which changes no claims', async () => {
    const world = await signedIn('writer');
    const source = {
      data: 'drafts',
      allows: () => world.backend.markerOf('ada')?.problem === null,
    };
    const { told } = watch(world, source);
    await world.after(10);
    const problem = { code: 'unknown-role', message: 'There is no role "Writer".' } as const;
    const marker = { version: 10, role: 'writer' } as const;
    world.backend.setMarker('ada', { ...marker, status: 'rejected', problem });
    await world.after(10_000);
    expect(told).toEqual(['drafts', 'denied']);
    world.backend.setMarker('ada', marker);
    await world.after(100);
    expect(told).toEqual(['drafts', 'denied', 'drafts']);
    expect(world.backend.exchanges).toBe(0);
  });

  it('is not retried for documents that are sent again unchanged', async () => {
    const world = await signedIn('reader');
    watch(world, writersOnly());
    await world.after(10_000);
    const { listens } = world.tab;
    for (let times = 0; times < 5; times++) {
      world.backend.notify();
      await world.after(100);
    }
    expect(world.tab.listens).toBe(listens);
  });

  it('that is closed for good asks again when the tab comes to the front', async () => {
    const world = await signedIn('reader');
    let lockdown = true;
    const { told } = watch(world, { data: 'posts', allows: () => !lockdown });
    await world.after(10_000);
    lockdown = false;
    world.page.setVisible(true);
    await world.after(10);
    expect(told).toEqual(['denied', 'posts']);
  });

  it('leaves no listener open however often access goes and comes (firebase-android-sdk #6443)', async () => {
    const world = await signedIn('writer');
    const before = world.tab.attached;
    const { told, undo } = watch(world, writersOnly());
    for (let version = 20; version < 60; version++) {
      world.backend.edit('ada', version % 2 === 0 ? 'reader' : 'writer', version);
      await world.after(3_000);
      expect(world.tab.attached).toBeLessThanOrEqual(before + 1);
    }
    expect(told).toHaveLength(41);
    undo();
    expect(world.tab.attached).toBe(before);
  });

  it('taken back says nothing more, also while it is waiting for its turn', async () => {
    const world = await signedIn('writer');
    const source = writersOnly();
    const living = watch(world, source);
    const starting = watch(world, source);
    starting.undo();
    await world.after(10);
    world.backend.edit('ada', 'reader', 20);
    const dying = watch(world, source);
    await world.after(10);
    living.undo();
    dying.undo();
    living.undo();
    await world.after(10_000);
    expect(starting.told).toEqual([]);
    expect(living.told).toEqual(['drafts']);
    expect(dying.told).not.toContain('denied');
    expect(world.clock.pending).toBe(0);
  });

  it('taken back while it waits to ask again leaves no timer', async () => {
    const world = await signedIn('reader');
    const { told, undo } = watch(world, writersOnly());
    await world.after(10);
    expect(told).toEqual(['denied']);
    undo();
    expect(world.clock.pending).toBe(0);
  });

  it('ends with its account: the next person sees nothing of it, and the data is taken back', async () => {
    const world = await signedIn('writer');
    const { told } = watch(world, writersOnly());
    await world.after(10);
    await world.signedIn('bob', { role: 'writer', version: 10 });
    world.backend.edit('bob', 'writer', 20);
    await world.after(5_000);
    expect(told).toEqual(['drafts', 'denied']);
    expect(world.tab.attached).toBe(3);
  });

  it('ends on sign-out and when the session is revoked', async () => {
    const world = await signedIn('writer');
    const first = watch(world, writersOnly());
    await world.after(10);
    await world.tab.signOut();
    await world.after(10);
    expect(first.told).toEqual(['drafts', 'denied']);
    await world.signedIn('bob', { role: 'writer', version: 10 });
    const second = watch(world, writersOnly());
    await world.after(10);
    world.tab.signOutError = new Error('signing out does not even work');
    world.backend.setMarker('bob', { version: 20, disabled: true });
    await world.after(10);
    expect(second.told).toEqual(['drafts', 'denied']);
    expect(world.tab.attached).toBe(1);
  });

  it('started before the sign-in belongs to the account that signs in', async () => {
    const world = new World();
    const early = watch(world, writersOnly());
    await world.after(10);
    const signedOut = watch(world, writersOnly());
    await world.after(10);
    expect(signedOut.told).toEqual(['denied']);
    await world.signedIn('ada', { role: 'writer', version: 10 });
    expect(early.told).toEqual(['denied', 'drafts']);
    expect(signedOut.told).toEqual(['denied', 'drafts']);
    await world.signedIn('bob', { role: 'writer', version: 10 });
    expect(early.told).toEqual(['denied', 'drafts', 'denied']);
  });

  it('started before Auth is ready does not count as signed out', async () => {
    const { backend, clock } = new World();
    const tab = new FakeTab(backend, clock);
    vi.spyOn(tab, 'onIdTokenChanged').mockReturnValue(() => {});
    const client = startLiveClaims(
      tab,
      { ...pageEnvironment(), clock },
      { roles, retryCondition: async () => null },
    );
    client.watch(writersOnly() as never, { next() {} });
    await clock.advance(10_000);
    expect(tab.listens).toBe(0);
  });

  it('of public data continues through the sign-in', async () => {
    const world = new World();
    await world.after(10);
    const { told } = watch(world, { data: 'news', allows: () => true });
    await world.after(10);
    await world.signedIn('ada', { role: 'reader', version: 10 });
    expect(told).toEqual(['news']);
    expect(world.tab.listens).toBe(1);
  });

  it('that fails for another reason says so and is tried again with the next token', async () => {
    const world = await signedIn('writer');
    const source: FakeSource = { ...writersOnly(), failure: 'failed-precondition' };
    const { told } = watch(world, source);
    await world.after(10_000);
    expect(told).toEqual(['failed-precondition']);
    delete source.failure;
    world.backend.edit('ada', 'writer', 20);
    await world.after(ROUND_TRIP);
    expect(told).toEqual(['failed-precondition', 'drafts']);
  });

  it('needs neither denied nor error in its observer', async () => {
    const world = await signedIn('reader');
    const next = vi.fn();
    world.client.watch(writersOnly() as never, { next });
    world.client.watch({ ...writersOnly(), failure: 'internal' } as never, { next });
    await world.after(10_000);
    expect(next).not.toHaveBeenCalled();
  });
});
