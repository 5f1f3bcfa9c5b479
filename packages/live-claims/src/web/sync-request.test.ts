import { describe, expect, it, vi } from 'vitest';
import { markerPath } from '../testing/paths.ts';
import { World } from '../testing/world.ts';

async function reader(options?: ConstructorParameters<typeof World>[0]): Promise<World> {
  const world = new World(options);
  await world.signedIn('ada', { role: 'reader', version: 10 });
  return world;
}

describe('a request for a sync', () => {
  const lost = async (requestSync: () => Promise<unknown>) => {
    const world = await reader({ requestSync });
    world.backend.setMarker('ada', { role: 'chief', version: 20 });
    return world;
  };

  it('is made once when refreshed tokens stay older than the marker, and its success tried at once', async () => {
    const requestSync = vi.fn(async () => {
      world.backend.setClaims('ada', { role: 'chief', version: 20 });
    });
    const world = await lost(requestSync);
    await world.after(1_000);
    expect(requestSync).toHaveBeenCalledTimes(1);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief' });
  });

  it('that has not helped is not repeated for the same marker', async () => {
    const requestSync = vi.fn(async () => {});
    const world = await lost(requestSync);
    await world.after(3_600_000);
    expect(requestSync).toHaveBeenCalledTimes(1);
    world.backend.setMarker('ada', { role: 'chief', version: 30 });
    await world.after(60_000);
    expect(requestSync).toHaveBeenCalledTimes(2);
  });

  it('that fails is repeated with growing pauses', async () => {
    const requestSync = vi.fn().mockRejectedValue(new Error('functions/unavailable'));
    const world = await lost(requestSync);
    await world.after(600_000);
    expect(requestSync.mock.calls.length).toBeGreaterThan(10);
    expect(requestSync.mock.calls.length).toBeLessThan(60);
    requestSync.mockResolvedValue(undefined);
    await world.after(60_000);
    const { length } = requestSync.mock.calls;
    await world.after(600_000);
    expect(requestSync).toHaveBeenCalledTimes(length);
  });

  it('that fails does not hurry the refreshes along', async () => {
    const failing = await lost(() => Promise.reject(new Error('functions/unavailable')));
    const without = await reader();
    without.backend.setMarker('ada', { role: 'chief', version: 20 });
    for (const world of [failing, without]) await world.after(600_000);
    expect(failing.backend.exchanges).toBe(without.backend.exchanges);
  });

  it('that throws at once is a failure like any other', async () => {
    const requestSync = vi.fn(() => {
      throw new Error('not even a promise');
    });
    const world = await lost(requestSync);
    await world.after(20_000);
    expect(requestSync.mock.calls.length).toBeGreaterThan(1);
  });

  it('is not made for failures of the network or the quota', async () => {
    const requestSync = vi.fn(async () => {});
    const world = await reader({ requestSync });
    world.backend.refuseExchanges(...Array(20).fill('auth/network-request-failed'));
    world.backend.edit('ada', 'chief', 20);
    await world.after(600_000);
    expect(world.now.status).toBe('fresh');
    expect(requestSync).not.toHaveBeenCalled();
  });

  it('is made when the server reports no account while a session of it is open', async () => {
    const requestSync = vi.fn(async () => {
      world.backend.edit('ada', 'writer', 20);
    });
    const world = new World({ requestSync });
    world.backend.addAccount('ada');
    const problem = { code: 'no-such-account', message: 'There is no account yet.' } as const;
    world.backend.setMarker('ada', { status: 'pending', problem });
    world.tab.signIn('ada');
    await world.after(100);
    expect(requestSync).toHaveBeenCalledTimes(1);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'writer', problem: null });
  });

  it('is made once when the server says that there is no marker', async () => {
    const requestSync = vi.fn(async () => {});
    const world = new World({ requestSync });
    world.backend.addAccount('ada');
    world.tab.signIn('ada');
    await world.after(3_600_000);
    expect(requestSync).toHaveBeenCalledTimes(1);
    expect(world.now).toMatchObject({ status: 'fresh', role: null });
  });

  it('is made once when the marker cannot be read', async () => {
    const requestSync = vi.fn(async () => {});
    const world = await reader({ requestSync });
    world.backend.setMarker('ada', { version: 'new' as never });
    await world.after(3_600_000);
    expect(requestSync).toHaveBeenCalledTimes(1);
  });

  it('is made once for each address in the token that the marker does not know', async () => {
    const requestSync = vi.fn(async () => {});
    const world = await reader({ requestSync });
    expect(requestSync).not.toHaveBeenCalled();
    const says = async (email: string, verified: boolean) => {
      world.backend.setAddress('ada', email, verified);
      world.tab.signIn('ada');
      await world.after(600_000);
    };
    await says('ada@example.com', false);
    await says('ada@example.com', false);
    expect(requestSync).toHaveBeenCalledTimes(1);
    await says('ada@example.com', true);
    expect(requestSync).toHaveBeenCalledTimes(2);
    const marker = world.backend.markerOf('ada');
    world.backend.setMarker('ada', { ...marker, email: 'ada@example.com', emailVerified: true });
    await says('ada@example.com', true);
    expect(requestSync).toHaveBeenCalledTimes(2);
    await says('ada@example.com', false);
    expect(requestSync).toHaveBeenCalledTimes(3);
    await says('lovelace@example.com', false);
    expect(requestSync).toHaveBeenCalledTimes(4);
  });

  it('is not made on the word of the cache', async () => {
    const requestSync = vi.fn(async () => {});
    const world = new World({ requestSync });
    world.backend.addAccount('ada', { role: 'writer', version: 20 });
    world.backend.setMarker('ada', { role: 'writer', version: 20 });
    world.tab.cachedDocuments.set(markerPath('ada'), {
      ...world.backend.markerOf('ada'),
      version: 0,
      status: 'pending',
      problem: { code: 'no-such-account', message: 'There is no account yet.' },
    });
    world.tab.signIn('ada');
    await world.after(60_000);
    expect(world.now).toMatchObject({ status: 'fresh', problem: null });
    expect(requestSync).not.toHaveBeenCalled();
  });

  it('is never made while another is under way', async () => {
    let underway = 0;
    let most = 0;
    const world = new World({
      requestSync: async () => {
        most = Math.max(most, ++underway);
        await new Promise<void>((resolve) => world.clock.setTimeout(resolve, 20_000));
        underway -= 1;
      },
    });
    world.backend.addAccount('ada', { version: 1_000 });
    world.tab.signIn('ada');
    const problem = { code: 'no-such-account', message: 'There is no account yet.' } as const;
    for (let version = 1; version <= 10; version++) {
      world.backend.setMarker('ada', { version, status: 'pending', problem });
      await world.after(6_000);
    }
    expect(most).toBe(1);
  });

  it('is spaced out when the server keeps changing its mind', async () => {
    const requestSync = vi.fn(async () => {});
    const world = new World({ requestSync });
    world.backend.addAccount('ada', { version: 1_000 });
    world.tab.signIn('ada');
    const problem = { code: 'no-such-account', message: 'There is no account yet.' } as const;
    for (let version = 1; version <= 200; version++) {
      world.backend.setMarker('ada', { version, status: 'pending', problem });
      await world.after(100);
    }
    expect(requestSync.mock.calls.length).toBeLessThanOrEqual(5);
  });

  it('under way does not outlive the account', async () => {
    let answer = () => {};
    const world = await lost(
      () =>
        new Promise<void>((resolve) => {
          answer = resolve;
        }),
    );
    await world.after(1_000);
    await world.signedIn('bob', { role: 'reader', version: 10 });
    const { exchanges } = world.backend;
    answer();
    await world.after(60_000);
    expect(world.backend.exchanges).toBe(exchanges);
    expect(world.now).toMatchObject({ status: 'fresh', user: { uid: 'bob' } });
  });
});
