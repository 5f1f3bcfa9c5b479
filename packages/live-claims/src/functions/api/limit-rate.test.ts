import * as logger from 'firebase-functions/logger';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Caller } from '../guards/check-access.ts';
import { type Served, serve } from '../guards/testing/serve.ts';
import { type CallerHandler, limitRate } from './route-requests.ts';

vi.mock('firebase-functions/logger', () => ({ warn: vi.fn() }));

let served: Served | null = null;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: 1_800_000_000_000 });
});
afterEach(async () => {
  vi.useRealTimers();
  await served?.close();
});

/** Asks as the account that the header names. */
async function open(handler: CallerHandler) {
  served = await serve((request, response) =>
    handler(request, response, { uid: String(request.headers['x-uid']) } as Caller),
  );
  const { url } = served;
  return (uid: string) => fetch(url, { headers: { 'x-uid': uid } });
}

describe('a rate limit', () => {
  it('lets each account go on at its rate, and says when to come again', async () => {
    const ask = await open(
      limitRate({ times: 2, seconds: 10 }, async (_request, response, { uid }) => {
        response.json({ uid });
      }),
    );
    expect((await ask('mia')).status).toBe(200);
    vi.setSystemTime(1_800_000_001_500);
    expect((await ask('mia')).status).toBe(200);
    const refused = await ask('mia');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('9');
    expect(await refused.json()).toEqual({ error: expect.stringMatching(/\.$/) });
    expect(logger.warn).toHaveBeenCalledExactlyOnceWith('api rate limit reached', {
      uid: 'mia',
      path: '/',
    });

    expect((await ask('ben')).status).toBe(200);
    vi.setSystemTime(1_800_000_009_999);
    const last = await ask('mia');
    expect(last.status).toBe(429);
    expect(last.headers.get('retry-after')).toBe('1');
    vi.setSystemTime(1_800_000_010_001);
    expect((await ask('mia')).status).toBe(200);
  });
});
