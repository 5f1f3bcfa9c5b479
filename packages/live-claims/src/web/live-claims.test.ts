import { describe, expect, it, vi } from 'vitest';
import type { FakeSource } from '../testing/fake-backend.ts';
import { World } from '../testing/world.ts';

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
      issuedAt: 1_001,
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

  it('has nothing stirred by a token that the person before was still having read', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.tab.slowReads = [10_000];
    world.tab.signIn('ada');
    await world.signedIn('bob', { role: 'reader', version: 10 });
    world.client.watch({ allows: () => false } as never, { next() {} });
    await world.after(5_000);
    const { listens } = world.tab;
    await world.after(10_000);
    expect(world.tab.listens).toBe(listens);
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

  it('to signed-out leaves an empty snapshot', async () => {
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
      issuedAt: 1_000,
    });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', user: { uid: 'ada' }, role: 'writer' });
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
    expect(world.tab.attached).toBe(4);
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

  it('may be called from an observer, and leaves nothing behind either', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    const source: FakeSource = { data: 'posts', allows: () => false };
    const error = vi.fn(() => world.client.close());
    world.client.watch(source as never, { next() {}, error });
    await world.after(3_000);
    source.failure = 'failed-precondition';
    world.tab.signIn('ada');
    await world.after(100);
    expect(error).toHaveBeenCalledTimes(1);
    expect(world.tab.attached).toBe(0);
    expect(world.clock.pending).toBe(0);
  });

  it('from a listener leaves what the state had called for undone', async () => {
    const requestSync = vi.fn(async () => {});
    const world = new World({ requestSync });
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.client.subscribe(() => world.client.close());
    world.client.watch({ data: 'posts', allows: () => false } as never, { next() {} });
    await world.after(10);
    const { listens } = world.tab;
    const problem = { code: 'no-such-account', message: 'There is no account yet.' } as const;
    world.backend.setMarker('ada', { version: 20, status: 'pending', problem });
    await world.after(1);
    expect(world.clock.pending).toBe(0);
    await world.after(600_000);
    expect(world.backend.exchanges).toBe(0);
    expect(requestSync).not.toHaveBeenCalled();
    expect(world.tab.listens).toBe(listens);
    expect(world.locks.inUse).toBe(0);
  });

  it('stops what is still being asked of the server', async () => {
    const requestSync = vi.fn().mockRejectedValue(new Error('unavailable'));
    const world = new World({ requestSync });
    await world.signedIn('ada', { role: 'reader', version: 10 });
    world.backend.setMarker('ada', { role: 'chief', version: 20 });
    await world.after(7_000);
    expect(requestSync).toHaveBeenCalledTimes(2);
    world.client.close();
    const { length } = requestSync.mock.calls;
    await world.after(1_000);
    expect(world.clock.pending).toBe(0);
    await world.after(600_000);
    expect(requestSync).toHaveBeenCalledTimes(length);
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
