import { describe, expect, it, vi } from 'vitest';
import { EXCHANGE_MS } from '../testing/fake-tab.ts';
import { World } from '../testing/world.ts';

async function tabs(count: number, options?: ConstructorParameters<typeof World>[0]) {
  const world = new World(options);
  while (world.tabs.length < count) world.openTab();
  await world.signedIn('ada', { role: 'reader', version: 10 });
  return world;
}

const roles = (world: World) => world.tabs.map(({ client }) => client.getSnapshot().role);
const all = (count: number, role: string) => Array<string>(count).fill(role);

describe('several tabs', () => {
  it('that are visible are all current within an exchange each, one at a time', async () => {
    const world = await tabs(2);
    world.backend.edit('ada', 'chief', 20);
    await world.after(2 * EXCHANGE_MS + 10);
    expect(roles(world)).toEqual(all(2, 'chief'));
    expect(world.backend.exchanges).toBe(2);
    expect(world.backend.mostUnderway).toBe(1);
  });

  it('however many, make no more exchanges than fit into one poll, and are all current by then', async () => {
    const world = await tabs(100);
    world.backend.edit('ada', 'chief', 20);
    await world.after(800 + 2 * EXCHANGE_MS);
    expect(roles(world)).toEqual(all(100, 'chief'));
    await world.after(30_000);
    expect(world.backend.exchanges).toBeLessThanOrEqual(800 / EXCHANGE_MS + 2);
  });

  it('of which one is visible make one exchange; the hidden ones take over its token', async () => {
    const world = await tabs(5);
    for (const { page } of world.tabs.slice(1)) page.setVisible(false);
    world.backend.edit('ada', 'chief', 20);
    await world.after(EXCHANGE_MS + 10);
    expect(roles(world)[0]).toBe('chief');
    await world.after(850);
    expect(roles(world)).toEqual(all(5, 'chief'));
    await world.after(10_000);
    expect(world.backend.exchanges).toBe(1);
  });

  it('that are all hidden make one exchange as well, at once', async () => {
    const world = await tabs(5);
    for (const { page } of world.tabs) page.setVisible(false);
    world.backend.edit('ada', 'chief', 20);
    await world.after(EXCHANGE_MS + 10);
    expect(roles(world)[0]).toBe('chief');
    await world.after(10_000);
    expect(roles(world)).toEqual(all(5, 'chief'));
    expect(world.backend.exchanges).toBe(1);
  });

  it('do not wait for a token that is not shared, as with session persistence', async () => {
    const world = await tabs(2);
    for (const { tab } of world.tabs) tab.stored = () => {};
    world.tabs[1]?.page.setVisible(false);
    world.backend.edit('ada', 'chief', 20);
    await world.after(1_000);
    expect(roles(world)).toEqual(['chief', 'reader']);
    await world.after(1_100);
    expect(roles(world)).toEqual(['chief', 'chief']);
  });

  it('stop waiting for another’s token when they come to the front', async () => {
    const world = await tabs(2);
    world.tabs[1]?.page.setVisible(false);
    world.backend.edit('ada', 'chief', 20);
    await world.after(EXCHANGE_MS + 50);
    expect(roles(world)[1]).toBe('reader');
    world.tabs[1]?.page.setVisible(true);
    await world.after(EXCHANGE_MS + 1);
    expect(roles(world)[1]).toBe('chief');
  });

  it('do not wait for ever for one that hangs', async () => {
    const world = await tabs(2);
    const [first] = world.tabs;
    if (first) first.tab.hangs = true;
    world.backend.edit('ada', 'chief', 20);
    await world.after(1_000 + EXCHANGE_MS + 10);
    expect(roles(world)).toEqual(['reader', 'chief']);
  });

  it('do not wait for a newer version on the announcement of an older one', async () => {
    const world = await tabs(2);
    const [first, second] = world.tabs;
    second?.page.setVisible(false);
    world.backend.edit('ada', 'writer', 20);
    await world.after(EXCHANGE_MS + 10);
    first?.client.close();
    world.backend.edit('ada', 'chief', 30);
    await world.after(EXCHANGE_MS + 10);
    expect(roles(world)[1]).toBe('chief');
  });

  it('do not keep an operation waiting for another’s token', async () => {
    const world = await tabs(2);
    const [, second] = world.tabs;
    second?.page.setVisible(false);
    world.backend.edit('ada', 'chief', 20);
    await world.after(EXCHANGE_MS + 50);
    expect(roles(world)[1]).toBe('reader');
    const operation = vi.fn().mockRejectedValueOnce({ status: 401 }).mockResolvedValueOnce('done');
    const outcome = second?.client.withFreshClaims(operation as () => Promise<string>);
    await world.after(EXCHANGE_MS + 1);
    expect(operation).toHaveBeenCalledTimes(2);
    await expect(outcome).resolves.toBe('done');
  });

  it('follow a newer version although an older one was announced', async () => {
    const world = await tabs(2);
    world.tabs[1]?.page.setVisible(false);
    world.backend.edit('ada', 'writer', 20);
    await world.after(EXCHANGE_MS + 10);
    world.backend.edit('ada', 'chief', 30);
    await world.after(3_000);
    expect(roles(world)).toEqual(['chief', 'chief']);
  });

  it.each([
    ['locks', { locks: null }],
    ['a channel', { openChannel: null }],
    ['either', { locks: null, openChannel: null }],
    ['a page', { window: null, document: null }],
  ])('without %s each do their own', async (_, environment) => {
    const world = await tabs(2, { environment });
    world.backend.edit('ada', 'chief', 20);
    await world.after(2 * EXCHANGE_MS + 10);
    expect(roles(world)).toEqual(['chief', 'chief']);
    expect(world.backend.exchanges).toBe(2);
  });

  it('do without locks where the browser refuses them', async () => {
    const refusing = {
      request: (() => Promise.reject(new Error('SecurityError'))) as LockManager['request'],
    };
    const world = await tabs(2, { environment: { locks: refusing } });
    world.backend.edit('ada', 'chief', 20);
    await world.after(100);
    expect(roles(world)).toEqual(['chief', 'chief']);
  });

  it('are not misled by other words on the channel', async () => {
    const world = await tabs(1);
    world.page.setVisible(false);
    const stranger = world.channels.openChannel(`live-claims/${world.tab.name}/ada`);
    for (const word of [null, 'hello', '99', { version: 20 }, Infinity]) stranger.postMessage(word);
    world.backend.edit('ada', 'chief', 20);
    await world.after(EXCHANGE_MS + 10);
    expect(roles(world)).toEqual(['chief']);
  });

  it('give up their place in the queue when they close', async () => {
    const world = await tabs(3);
    const [first, second] = world.tabs;
    if (first) first.tab.hangs = true;
    world.backend.edit('ada', 'chief', 20);
    await world.after(10);
    expect(world.locks.inUse).toBe(3);
    second?.client.close();
    await world.after(10);
    expect(world.locks.inUse).toBe(2);
    await world.after(500);
    // The one that hangs; closing is no reason to hurry.
    expect(world.backend.exchanges).toBe(1);
    await world.after(10_000);
    expect(second?.client.getSnapshot().role).toBe('reader');
  });
});
