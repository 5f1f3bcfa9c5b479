import { describe, expect, it, vi } from 'vitest';
import { World } from '../testing/world.ts';
import { onAccessChange, whenSettled } from './when-settled.ts';

describe('waiting until the claims are settled', () => {
  it('is over at once when they are', async () => {
    const world = new World();
    await world.signedIn('ada', { role: 'reader', version: 10 });
    expect(await whenSettled(world.client)).toBe(world.now);
  });

  it('is over with the token that the marker calls for, not before', async () => {
    const world = new World();
    world.backend.addAccount('ada', { role: 'reader', version: 10 });
    world.tab.signIn('ada');
    world.backend.edit('ada', 'writer', 20);
    const settled = vi.fn();
    void whenSettled(world.client).then(settled);
    await world.after(0);
    expect(world.now).toMatchObject({ status: 'refreshing', role: 'reader' });
    expect(settled).not.toHaveBeenCalled();
    await world.after(100);
    expect(settled.mock.calls).toMatchObject([[{ status: 'fresh', role: 'writer' }]]);
  });

  it('is over without an account, and after some time without the server', async () => {
    const world = new World();
    const signedOut = whenSettled(world.client);
    await world.after(0);
    expect(await signedOut).toMatchObject({ status: 'signed-out' });
    world.backend.addAccount('ada', { role: 'reader', version: 10 });
    world.backend.firestoreBlocked = true;
    world.tab.signIn('ada');
    await world.after(0);
    const offline = whenSettled(world.client);
    await world.after(6_000);
    expect(await offline).toMatchObject({ status: 'stale', role: 'reader' });
  });
});

it('only a change of permissions or account is a change of access', async () => {
  const world = new World();
  const changed = vi.fn();
  const unsubscribe = onAccessChange(world.client, changed);
  await world.signedIn('ada', { role: 'reader', version: 10 });
  const before = changed.mock.calls.length;
  expect(before).toBeGreaterThan(0);
  world.backend.edit('ada', 'reader', 20);
  await world.after(3_000);
  expect(world.now.version).toBe(20);
  expect(changed).toHaveBeenCalledTimes(before);
  world.backend.edit('ada', 'writer', 30);
  await world.after(3_000);
  expect(changed).toHaveBeenCalledTimes(before + 1);
  unsubscribe();
  world.backend.edit('ada', 'reader', 40);
  await world.after(3_000);
  expect(changed).toHaveBeenCalledTimes(before + 1);
});
