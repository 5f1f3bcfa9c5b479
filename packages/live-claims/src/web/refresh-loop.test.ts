import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { markerPath } from '../testing/paths.ts';
import { World } from '../testing/world.ts';
import { createRefreshLoop } from './refresh-loop.ts';

async function reader(options?: ConstructorParameters<typeof World>[0]): Promise<World> {
  const world = new World(options);
  await world.signedIn('ada', { role: 'reader', version: 10 });
  return world;
}

describe('a refresh', () => {
  it('goes on until the claims are in the token (react-native-firebase #3634: one try, then nothing)', async () => {
    const world = await reader();
    world.backend.setMarker('ada', { role: 'chief', version: 20 });
    await world.after(400);
    expect(world.now.status).toBe('refreshing');
    world.backend.setClaims('ada', { role: 'chief', version: 20 });
    await world.after(600);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief', version: 20 });
  });

  it('that several attempts have not helped is called stale, and goes on at a slow pace', async () => {
    const world = await reader();
    world.backend.setMarker('ada', { role: 'chief', version: 20 });
    await world.after(1_000);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'claims-behind' } });
    const before = world.backend.exchanges;
    await world.after(3_600_000);
    // Full jitter up to 30 s, here always half of it, is one exchange in 15 s.
    expect(world.backend.exchanges - before).toBeGreaterThan(200);
    expect(world.backend.exchanges - before).toBeLessThan(260);
    world.backend.setClaims('ada', { role: 'chief', version: 20 });
    await world.after(31_000);
    expect(world.now).toMatchObject({ status: 'fresh', error: null, role: 'chief' });
    world.backend.edit('ada', 'reader', 30);
    await world.after(1);
    expect(world.now).toMatchObject({ status: 'refreshing', error: null });
  });

  it('without an answer is called stale after a while', async () => {
    const world = await reader();
    world.tab.hangs = true;
    world.backend.edit('ada', 'chief', 20);
    await world.after(4_900);
    expect(world.now.status).toBe('refreshing');
    await world.after(200);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'refresh-failed' } });
  });

  it('is shared by everything that asks for one meanwhile (firebase-ios-sdk #15474: eleven at once)', async () => {
    const world = await reader({ environment: { locks: null } });
    world.backend.edit('ada', 'chief', 20);
    await world.after(1);
    world.page.setOnline(true);
    world.page.setVisible(true);
    world.backend.notify();
    const denied = { code: 'permission-denied' };
    const operations = Array.from({ length: 10 }, () => {
      const operation = vi.fn().mockRejectedValueOnce(denied).mockResolvedValueOnce('done');
      return world.client.withFreshClaims(operation as () => Promise<string>);
    });
    await world.after(100);
    await expect(Promise.all(operations)).resolves.toEqual(Array(10).fill('done'));
    expect(world.backend.mostUnderway).toBe(1);
    expect(world.backend.exchanges).toBeLessThanOrEqual(2);
  });

  it('under way when the marker moves on is followed by one for the newest version', async () => {
    const world = await reader();
    world.backend.edit('ada', 'writer', 20);
    await world.after(15);
    world.backend.edit('ada', 'chief', 30);
    await world.after(50);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief', version: 30 });
    expect(world.backend.exchanges).toBe(2);
  });

  it('is not made in the callback that tells of a sign-in (firebase-js-sdk #8383)', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'reader', version: 10 });
    world.tab.cachedDocuments.set(markerPath('ada'), { version: 99 });
    await world.after(1);
    world.tab.signIn('ada');
    expect(world.backend.underway).toBe(0);
  });
});

describe('the loop by itself', () => {
  /** A loop whose exchanges are answered by hand. */
  function scripted() {
    const clock = new FakeClock(0);
    const at = { version: 0, goal: 10 };
    const answers: { done(version: number): void; fail(): void }[] = [];
    const report = vi.fn();
    const loop = createRefreshLoop(
      {
        isBehind: () => at.version < at.goal,
        version: () => at.version,
        goal: () => at.goal,
        waitForOtherTabMs: () => 0,
        jitterMs: () => 0,
        exchange: () =>
          new Promise((resolve, reject) => {
            answers.push({
              done(version) {
                at.version = version;
                resolve(true);
              },
              fail: () => reject(new Error('refused')),
            });
          }),
        report,
      },
      { clock, random: () => 0.5 },
    );
    return { clock, at, answers, report, loop };
  }

  it('counts failures from the last progress on', async () => {
    const { clock, at, answers, report, loop } = scripted();
    loop.start();
    answers[0]?.fail();
    await clock.advance(1_000);
    answers[1]?.fail();
    await clock.advance(1_000);
    at.goal = 20;
    answers[2]?.done(10);
    await clock.advance(1_000);
    answers[3]?.fail();
    await clock.advance(0);
    expect(report.mock.calls.map(([failures]) => failures)).toEqual([1, 2, 1]);
  });

  it('gives every caller an exchange that began after the call', async () => {
    const { clock, answers, loop } = scripted();
    loop.start();
    const asked = vi.fn();
    void loop.attempt(() => true).then(asked);
    answers[0]?.done(0);
    await clock.advance(0);
    expect(asked).not.toHaveBeenCalled();
    answers[1]?.done(10);
    await clock.advance(0);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(answers).toHaveLength(2);
  });

  it('reports nothing once it was stopped, and leaves no timer', async () => {
    const { clock, answers, report, loop } = scripted();
    loop.start();
    loop.stop();
    answers[0]?.fail();
    await clock.advance(10_000);
    expect(report).not.toHaveBeenCalled();
    expect(answers).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});

describe('a burst of edits', () => {
  it('of a hundred at once costs two exchanges and ends in the last', async () => {
    const world = await reader();
    for (let version = 100; version < 200; version++) {
      world.backend.edit('ada', version % 2 === 0 ? 'writer' : 'auditor', version);
    }
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'auditor', version: 199 });
    expect(world.backend.exchanges).toBeLessThanOrEqual(2);
  });

  it('of a hundred in a second costs a tenth of that and ends in the last', async () => {
    const world = await reader();
    for (let version = 100; version < 200; version++) {
      world.backend.edit('ada', 'writer', version);
      await world.after(10);
    }
    await world.after(1_100);
    expect(world.now).toMatchObject({ status: 'fresh', version: 199 });
    expect(world.backend.exchanges).toBeLessThanOrEqual(10);
  });

  it('that lasts stays far from the quota, is never called stale, and is caught up with in a second (firebase-js-sdk #8159)', async () => {
    const world = await reader();
    for (let version = 100; version < 400; version++) {
      world.backend.edit('ada', 'writer', version);
      await world.after(200);
    }
    await world.after(1_100);
    expect(world.now).toMatchObject({ status: 'fresh', version: 399 });
    expect(world.backend.exchanges).toBeLessThan(150);
    expect(world.seen.some(({ status }) => status === 'stale')).toBe(false);
  });

  it('that never settles is not called stale while it gets on', async () => {
    const world = await reader();
    const before = world.seen.length;
    for (let version = 100; version < 1_000; version++) {
      world.backend.edit('ada', 'writer', version);
      await world.after(8);
    }
    const shown = new Set(world.seen.slice(before).map(({ status }) => status));
    expect(shown).toEqual(new Set(['refreshing']));
  });

  it('whose claims do not come costs no more than one whose claims do', async () => {
    const world = await reader();
    for (let version = 100; version < 200; version++) {
      world.backend.setMarker('ada', { role: 'writer', version });
      await world.after(10);
    }
    expect(world.backend.exchanges).toBeGreaterThanOrEqual(5);
    expect(world.backend.exchanges).toBeLessThanOrEqual(10);
  });

  it('does not shorten the pauses after errors', async () => {
    const world = await reader();
    world.backend.refuseExchanges(...Array(1_000).fill('auth/quota-exceeded'));
    for (let version = 100; version < 200; version++) {
      world.backend.edit('ada', 'writer', version);
      await world.after(100);
    }
    expect(world.backend.exchanges).toBeLessThanOrEqual(5);
    expect(world.now).toMatchObject({ status: 'stale', error: { code: 'quota-exceeded' } });
    world.backend.allowExchanges();
    await world.after(31_000);
    expect(world.now).toMatchObject({ status: 'fresh', version: 199 });
  });
});

describe('a change of the claims’ shape alone', () => {
  /** What a backfill of a new claims shape comes to: the same access under another version. */
  function reshape(world: World, role: string, version: number): void {
    world.backend.setClaims('ada', { role, version });
    world.backend.setMarker('ada', { role, version, refreshWithin: 4 });
  }

  it('is fetched once, within the time that the server gives', async () => {
    const moments = [];
    for (const luck of [0.1, 0.5, 0.9]) {
      const world = await reader({ random: () => luck });
      reshape(world, 'reader', 20);
      let waited = 0;
      for (; world.now.version < 20 && waited < 10_000; waited += 50) await world.after(50);
      await world.after(10_000);
      expect(world.backend.exchanges).toBe(1);
      expect(world.seen.map(({ status }) => status)).not.toContain('stale');
      moments.push(waited);
    }
    expect(moments[0]).toBeLessThan(1_000);
    expect(moments[1]).toBeGreaterThan(1_500);
    expect(moments[2]).toBeGreaterThan(3_000);
    expect(moments[2]).toBeLessThan(4_100);
  });

  it('does not hold up a change of access that comes after it', async () => {
    const world = await reader();
    reshape(world, 'reader', 20);
    await world.after(100);
    world.backend.edit('ada', null, 30);
    await world.after(50);
    expect(world.now).toMatchObject({ status: 'fresh', role: null, version: 30 });
  });

  it('is no reason to wait where the access is another one', async () => {
    const world = await reader();
    reshape(world, 'chief', 20);
    await world.after(50);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief', version: 20 });
  });
});

describe('after a long wait', () => {
  it('a newer marker is answered at once, not at the slow pace of the one before', async () => {
    const world = await reader();
    world.backend.setMarker('ada', { role: 'writer', version: 20 });
    await world.after(600_000);
    world.backend.edit('ada', 'chief', 30);
    await world.after(50);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief', version: 30 });
  });

  it('a token that comes from elsewhere ends it', async () => {
    const world = await reader();
    world.backend.setMarker('ada', { role: 'writer', version: 20 });
    await world.after(60_000);
    const { exchanges } = world.backend;
    world.tab.signIn('ada', {
      access: { role: 'writer', version: 20, expiresAt: null },
      authTime: 1_000,
      issuedAt: 1_000,
    });
    await world.after(10);
    expect(world.now).toMatchObject({ status: 'fresh', error: null, role: 'writer' });
    expect(world.clock.pending).toBe(0);
    expect(world.backend.exchanges).toBe(exchanges);
    world.backend.edit('ada', 'reader', 30);
    await world.after(1);
    expect(world.now).toMatchObject({ status: 'refreshing', error: null });
  });

  it('an older token that comes from elsewhere starts another (firebase-js-sdk #4175)', async () => {
    const world = await reader();
    world.backend.edit('ada', 'chief', 20);
    await world.after(100);
    world.tab.signIn('ada', {
      access: { role: 'reader', version: 10, expiresAt: null },
      authTime: 1_000,
      issuedAt: 1_000,
    });
    await world.after(1);
    expect(world.now).toMatchObject({ status: 'refreshing', role: 'reader' });
    await world.after(100);
    expect(world.now).toMatchObject({ status: 'fresh', role: 'chief' });
  });
});
