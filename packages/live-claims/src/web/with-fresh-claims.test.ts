import { describe, expect, it, vi } from 'vitest';
import type { RefusalDetails } from '../core/index.ts';
import { firebaseError } from '../testing/fake-backend.ts';
import { World } from '../testing/world.ts';
import { type RetryCondition, withFreshClaims } from './with-fresh-claims.ts';

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

  it.each([{ status: 401 }, undefined, new Response(null, { status: 200 })])(
    'takes for refused only a Response that says so: %o is the app’s own data',
    async (result) => {
      const world = await reader();
      world.backend.setClaims('ada', { role: 'chief', version: 20 });
      const operation = vi.fn(async () => result);
      expect(await run(world, operation)).toEqual({ value: result });
      expect(operation).toHaveBeenCalledTimes(1);
      expect(world.backend.exchanges).toBe(0);
    },
  );

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

  it('does not refresh at every refusal of a user without the permission', async () => {
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

  it('leaves a refusal alone while no account is signed in', async () => {
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

describe('a challenge', () => {
  /** A callable's refusal, as the Functions SDK throws it. */
  const refused = (details: RefusalDetails) =>
    Object.assign(firebaseError('functions/unauthenticated'), { details });

  const answer = (status: number, details: RefusalDetails, headers = {}) =>
    Response.json({ error: 'No.', details }, { status, headers });

  it('for a stale token is answered by one refresh and one retry, however soon after a guess', async () => {
    const world = await reader();
    await run(world, needs(world, 99));
    world.backend.setClaims('ada', { role: 'chief', version: 20 });
    const operation = needs(world, 20, () => refused({ reason: 'token-stale', version: 20 }));
    expect(await run(world, operation)).toEqual({ value: 'done' });
    expect(operation).toHaveBeenCalledTimes(2);
    expect(world.backend.exchanges).toBe(2);
  });

  it('for shadowed claims is answered by claims of another version, such as of a marker that went back', async () => {
    const world = await reader();
    world.backend.edit('ada', 'writer', 5);
    const error = refused({ reason: 'claims-shadowed' });
    const operation = vi.fn(async () => {
      if (world.tab.token?.access.role !== 'writer') throw error;
      return 'done';
    });
    expect(await run(world, operation)).toEqual({ value: 'done' });
    expect(world.backend.exchanges).toBe(1);
  });

  it('for shadowed claims that stay is final, and costs no refresh each time', async () => {
    const world = await reader();
    const error = refused({ reason: 'claims-shadowed' });
    for (let times = 0; times < 4; times++) {
      expect(await run(world, () => Promise.reject(error))).toEqual({ error });
    }
    expect(world.backend.exchanges).toBe(1);
  });

  it('names the version: a newer token that does not reach it is no reason to retry', async () => {
    const world = await reader();
    world.backend.setClaims('ada', { role: 'chief', version: 20 });
    const error = refused({ reason: 'token-stale', version: 30 });
    const operation = needs(world, 30, () => error);
    expect(await run(world, operation)).toEqual({ error });
    expect(operation).toHaveBeenCalledTimes(1);
    expect(world.backend.exchanges).toBe(1);
  });

  it('that is repeated after the refresh is final', async () => {
    const world = await reader();
    world.backend.setClaims('ada', { role: 'chief', version: 20 });
    const error = refused({ reason: 'token-stale', version: 20 });
    const operation = vi.fn().mockRejectedValue(error);
    expect(await run(world, operation)).toEqual({ error });
    expect(operation).toHaveBeenCalledTimes(2);
    expect(world.backend.exchanges).toBe(1);
  });

  it('for a token too old is answered by a younger one with the same claims', async () => {
    const world = await reader();
    await world.after(60_000);
    const operation = vi
      .fn()
      .mockRejectedValueOnce(refused({ reason: 'token-too-old', maxTokenAge: 30 }))
      .mockResolvedValue('done');
    expect(await run(world, operation)).toEqual({ value: 'done' });
    expect(world.backend.exchanges).toBe(1);
  });

  it('for a token too old costs no refresh when another operation has just renewed it', async () => {
    const world = await reader();
    await world.after(60_000);
    const refusal = refused({ reason: 'token-too-old', maxTokenAge: 30 });
    const issuedAt = world.tab.token?.issuedAt ?? 0;
    const young = () => (world.tab.token?.issuedAt ?? 0) > issuedAt;
    const operation = async () => {
      const wasYoung = young();
      await new Promise<void>((resolve) => world.clock.setTimeout(resolve, 10));
      if (!wasYoung) throw refusal;
      return 'done';
    };
    const outcomes = [1, 2].map(() => world.client.withFreshClaims(operation));
    await world.after(100);
    await expect(Promise.all(outcomes)).resolves.toEqual(['done', 'done']);
    expect(world.backend.exchanges).toBe(1);
  });

  it('is not answered twice by a refresh that began before it', async () => {
    const world = await reader();
    world.backend.edit('ada', 'writer', 15);
    await world.after(15);
    // Its answer is on the way back.
    expect(world.backend.exchanges).toBe(1);
    world.backend.setClaims('ada', { role: 'chief', version: 20 });
    const operation = needs(world, 20, () => refused({ reason: 'token-stale', version: 20 }));
    expect(await run(world, operation)).toEqual({ value: 'done' });
    expect(operation).toHaveBeenCalledTimes(2);
    expect(world.backend.exchanges).toBe(2);
  });

  it.each([
    'signed-out',
    'session-revoked',
    'sign-in-too-old',
    'disabled',
    'locked-down',
    'not-allowed',
  ] as const)('is not what %s is: no refresh, no retry', async (reason) => {
    const world = await reader();
    await world.after(3_600_000);
    world.backend.setClaims('ada', { role: 'chief', version: 20 });
    const operation = vi.fn().mockRejectedValue(refused({ reason }));
    await run(world, operation);
    const refusal = answer(403, { reason });
    const request = vi.fn().mockResolvedValue(refusal);
    expect(await run(world, request)).toEqual({ value: refusal });
    expect(operation).toHaveBeenCalledTimes(1);
    expect(request).toHaveBeenCalledTimes(1);
    expect(world.backend.exchanges).toBe(0);
  });

  it('is read from the body of a fetch Response, which stays for the caller', async () => {
    const world = await reader();
    const refusal = answer(401, { reason: 'token-stale', version: 20 });
    expect(await run(world, async () => refusal)).toEqual({ value: refusal });
    await expect(refusal.json()).resolves.toMatchObject({ error: 'No.' });
    world.backend.setClaims('ada', { role: 'chief', version: 20 });
    const again = answer(401, { reason: 'token-stale', version: 20 });
    const welcome = new Response('welcome');
    const request = vi.fn().mockResolvedValueOnce(again).mockResolvedValueOnce(welcome);
    expect(await run(world, request)).toEqual({ value: welcome });
  });

  it('is read from the WWW-Authenticate header, where there is no body to read', async () => {
    const world = await reader();
    await world.after(60_000);
    const headers = {
      'www-authenticate': 'Bearer error="insufficient_claims", max_token_age="30"',
    };
    const refusal = new Response(null, { status: 401, headers });
    const welcome = new Response('welcome');
    const request = vi.fn().mockResolvedValueOnce(refusal).mockResolvedValueOnce(welcome);
    expect(await run(world, request)).toEqual({ value: welcome });
    expect(world.backend.exchanges).toBe(1);
  });

  it('never leads to a retry under another account', async () => {
    const world = await reader();
    await world.after(60_000);
    const error = refused({ reason: 'token-too-old', maxTokenAge: 30 });
    const operation = vi.fn(async () => {
      await world.signedIn('bob', { role: 'chief', version: 99 });
      throw error;
    });
    await expect(world.client.withFreshClaims(operation)).rejects.toBe(error);
    expect(operation).toHaveBeenCalledTimes(1);
    expect(world.backend.exchanges).toBe(0);
  });
});

describe('a refusal without a reason', () => {
  it('of a token older than five minutes is tried once more with a young one (tokenIsYoung in rules)', async () => {
    const world = await reader();
    await world.after(300_000);
    const operation = vi.fn().mockRejectedValueOnce(denied).mockResolvedValue('done');
    expect(await run(world, operation)).toEqual({ value: 'done' });
    expect(world.backend.exchanges).toBe(1);
  });

  it('of a younger token is not: a token of the same claims would be refused again', async () => {
    const world = await reader();
    await world.after(200_000);
    const operation = vi.fn().mockRejectedValue(denied);
    expect(await run(world, operation)).toEqual({ error: denied });
    expect(operation).toHaveBeenCalledTimes(1);
  });
});

describe('when the module that reads refusals cannot be loaded', () => {
  const old = { uid: 'ada', version: 10, issuedAt: 0 };
  const load = async () => {
    throw new TypeError('Failed to fetch module');
  };

  it('a token of another version is the guess', async () => {
    const operation = vi.fn().mockRejectedValueOnce(denied).mockResolvedValueOnce('done');
    const refresh = vi.fn(async (_: unknown, { isMet }: RetryCondition) =>
      isMet({ ...old, version: 20 }),
    );
    const outcome = withFreshClaims(
      operation,
      () => old,
      refresh,
      load,
      () => 0,
    );
    await expect(outcome).resolves.toBe('done');
  });

  it('the refusal comes through where there is none', async () => {
    const operation = vi.fn().mockRejectedValue(denied);
    const refresh = async (_: unknown, { isMet }: RetryCondition) => isMet(old);
    const outcome = withFreshClaims(
      operation,
      () => old,
      refresh,
      load,
      () => 0,
    );
    await expect(outcome).rejects.toBe(denied);
    expect(operation).toHaveBeenCalledTimes(1);
  });
});
