import { describe, expect, it, vi } from 'vitest';
import { firebaseError } from './testing/fake-backend.ts';
import { World } from './testing/world.ts';

const denied = firebaseError('permission-denied');

/** Fails while the token in use is older than `version`. */
function needs(world: World, version: number, refusal: () => unknown = () => denied) {
  return vi.fn(async () => {
    if ((world.tab.token?.access.version ?? 0) >= version) return 'done';
    throw refusal();
  });
}

async function reader(): Promise<World> {
  const world = new World();
  await world.signedIn('ada', { role: 'reader', version: 10 });
  return world;
}

/** Settles the operation while time passes. */
async function run<Result>(world: World, operation: () => Promise<Result>) {
  const outcome = world.client.withFreshClaims(operation).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  await world.after(2_000);
  return outcome;
}

describe('withFreshClaims', () => {
  it('runs an operation that is allowed once, without a refresh', async () => {
    const world = await reader();
    const operation = needs(world, 10);
    expect(await run(world, operation)).toEqual({ value: 'done' });
    expect(operation).toHaveBeenCalledTimes(1);
    expect(world.backend.exchanges).toBe(0);
  });

  it('refreshes once and retries once when the refusal is the first to tell of the new claims', async () => {
    const world = await reader();
    world.backend.setClaims('ada', { role: 'chief', version: 20 });
    const operation = needs(world, 20);
    expect(await run(world, operation)).toEqual({ value: 'done' });
    expect(operation).toHaveBeenCalledTimes(2);
    expect(world.backend.exchanges).toBe(1);
  });

  it('joins the refresh that the marker has started', async () => {
    const world = await reader();
    world.backend.edit('ada', 'chief', 20);
    await world.after(15);
    const operation = needs(world, 20);
    expect(await run(world, operation)).toEqual({ value: 'done' });
    expect(operation).toHaveBeenCalledTimes(2);
    expect(world.backend.exchanges).toBe(1);
  });

  it('retries without a refresh when the token was renewed while the operation ran', async () => {
    const world = await reader();
    const operation = vi
      .fn()
      .mockImplementationOnce(async () => {
        world.backend.edit('ada', 'chief', 20);
        await new Promise<void>((resolve) => world.clock.setTimeout(resolve, 500));
        throw denied;
      })
      .mockResolvedValue('done');
    expect(await run(world, operation)).toEqual({ value: 'done' });
    expect(world.backend.exchanges).toBe(1);
  });

  it('gives the original error when newer claims are not to be had, and never loops', async () => {
    const world = await reader();
    const operation = needs(world, 99);
    expect(await run(world, operation)).toEqual({ error: denied });
    expect(operation).toHaveBeenCalledTimes(1);
    expect(world.backend.exchanges).toBe(1);
  });

  it('gives the second refusal when the retry is refused too', async () => {
    const world = await reader();
    world.backend.setClaims('ada', { role: 'chief', version: 20 });
    const again = firebaseError('permission-denied');
    const operation = vi.fn().mockRejectedValueOnce(denied).mockRejectedValueOnce(again);
    const outcome = (await run(world, operation)) as { error: unknown };
    expect(outcome.error).toBe(again);
    expect(operation).toHaveBeenCalledTimes(2);
  });

  it('does not spend a refresh on every refusal of a person who simply may not', async () => {
    const world = await reader();
    for (let click = 0; click < 5; click++) await run(world, needs(world, 99));
    expect(world.backend.exchanges).toBe(1);
    await world.after(10_000);
    await run(world, needs(world, 99));
    expect(world.backend.exchanges).toBe(2);
  });

  it('gives the original error when the refresh fails', async () => {
    const world = await reader();
    world.backend.refuseExchanges('auth/network-request-failed');
    expect(await run(world, needs(world, 20))).toEqual({ error: denied });
  });

  it('gives the original error when the refresh ends the session', async () => {
    const world = await reader();
    world.backend.refuseExchanges('auth/user-disabled');
    expect(await run(world, needs(world, 20))).toEqual({ error: denied });
    expect(world.now.status).toBe('revoked');
  });

  it('never retries under another account', async () => {
    const world = await reader();
    const operation = vi.fn(async () => {
      await world.signedIn('bob', { role: 'chief', version: 99 });
      throw denied;
    });
    const outcome = world.client.withFreshClaims(operation);
    await expect(outcome).rejects.toBe(denied);
    expect(operation).toHaveBeenCalledTimes(1);
  });

  it('leaves a refusal alone while nobody is signed in', async () => {
    const world = new World();
    await world.after(10);
    expect(await run(world, needs(world, 20))).toEqual({ error: denied });
    expect(world.backend.exchanges).toBe(0);
  });

  it('leaves other errors alone', async () => {
    const world = await reader();
    const error = firebaseError('unavailable');
    const operation = vi.fn().mockRejectedValue(error);
    expect(await run(world, operation)).toEqual({ error });
    expect(operation).toHaveBeenCalledTimes(1);
    expect(world.backend.exchanges).toBe(0);
  });

  it('understands a fetch Response of 401, and returns the first when there is nothing newer', async () => {
    const world = await reader();
    const refused = new Response(null, { status: 401 });
    expect(await run(world, async () => refused)).toEqual({ value: refused });
    await world.after(10_000);
    world.backend.setClaims('ada', { role: 'chief', version: 20 });
    const answer = new Response('welcome');
    const operation = vi.fn().mockResolvedValueOnce(refused).mockResolvedValueOnce(answer);
    expect(await run(world, operation)).toEqual({ value: answer });
  });

  it('has an error of the operation itself come through, also when it throws at once', async () => {
    const world = await reader();
    const operation = () => {
      throw denied;
    };
    expect(await run(world, operation)).toEqual({ error: denied });
  });
});
