import type { Auth } from 'firebase/auth';
import type { Firestore } from 'firebase/firestore';
import type { Functions } from 'firebase/functions';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { roles } from '../testing/world.ts';
import { createLiveClaims, type LiveClaimsOptions } from './create-live-claims.ts';
import type { LiveClaims } from './types.ts';

const sdk = vi.hoisted(() => ({
  onIdTokenChanged: vi.fn(),
  signOut: vi.fn(async () => {}),
  doc: vi.fn((_: unknown, path: string) => ({ path })),
  onSnapshot: vi.fn(),
  httpsCallable: vi.fn(),
}));
vi.mock('firebase/auth', () => sdk);
vi.mock('firebase/firestore', () => sdk);
vi.mock('firebase/functions', () => sdk);

const ada = {
  uid: 'ada',
  email: null,
  displayName: null,
  photoURL: null,
  getIdTokenResult: async () => ({ claims: { role: 'reader', cv: 10, auth_time: 1, iat: 1 } }),
  getIdToken: async () => 'the-token',
};
const auth = {
  config: { apiKey: 'key' },
  app: { name: 'app' },
  currentUser: ada,
} as unknown as Auth;
const firestore = {} as Firestore;
const functions = { region: 'europe-west1' } as unknown as Functions;
const callable = vi.fn(async () => ({ data: null }));
const fetched = vi.fn(async () => new Response('{}'));
const unsubscribe = vi.fn();
let client: LiveClaims | undefined;

/** Parts of the client are loaded when they are needed, which takes a slow machine a while. */
const WAIT = { timeout: 30_000 };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', fetched);
  sdk.onIdTokenChanged.mockReturnValue(unsubscribe);
  sdk.onSnapshot.mockReturnValue(() => {});
  sdk.httpsCallable.mockReturnValue(callable);
});
afterEach(() => {
  client?.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

/** A client with Ada signed in, whose listeners have not answered yet. */
async function start(options: Partial<LiveClaimsOptions> = {}): Promise<void> {
  const all: LiveClaimsOptions = { auth, firestore, config: { roles }, ...options };
  client = createLiveClaims(all);
  sdk.onIdTokenChanged.mock.calls[0]?.[1](ada);
  await vi.advanceTimersByTimeAsync(0);
}

/** The server says that there is no marker. */
async function sayNoMarker(): Promise<void> {
  const [, , next] = sdk.onSnapshot.mock.calls.find(
    ([source]) => source.path === 'userClaims/ada',
  ) as unknown[] as [unknown, unknown, (snapshot: unknown) => void];
  next({ data: () => undefined, metadata: { fromCache: false } });
  await vi.advanceTimersByTimeAsync(100);
}

describe('createLiveClaims', () => {
  it('starts in Node, without a page, and stops', () => {
    client = createLiveClaims({ auth, firestore, config: { roles } });
    expect(client.getSnapshot().status).toBe('loading');
    client.close();
    expect(unsubscribe).toHaveBeenCalledTimes(1);
  });

  it('asks syncMyClaims of the given functions when there is no marker', async () => {
    await start({ functions });
    await sayNoMarker();
    await vi.waitFor(() => expect(callable).toHaveBeenCalledTimes(1), WAIT);
    expect(sdk.httpsCallable).toHaveBeenCalledWith(functions, 'syncMyClaims');
  });

  it('opens the functions when they are first needed, under the name that they are deployed with', async () => {
    const open = vi.fn(async () => functions);
    await start({ functions: open, config: { roles, functionPrefix: 'access-' } });
    expect(open).not.toHaveBeenCalled();
    await sayNoMarker();
    await vi.waitFor(() => expect(callable).toHaveBeenCalledTimes(1), WAIT);
    expect(sdk.httpsCallable).toHaveBeenCalledWith(functions, 'access-syncMyClaims');
  });

  it('asks another function where that is said', async () => {
    await start({ functions, syncFunction: 'my-sync' });
    await sayNoMarker();
    await vi.waitFor(() => expect(callable).toHaveBeenCalledTimes(1), WAIT);
    expect(sdk.httpsCallable).toHaveBeenCalledWith(functions, 'my-sync');
  });

  it('listens to the collections of the config', async () => {
    await start({ config: { roles, collections: { markers: 'access', settings: 'app' } } });
    const paths = sdk.onSnapshot.mock.calls.map(([source]) => source.path);
    expect(paths).toEqual(['access/ada', 'app/access']);
  });

  it('asks nothing of functions that were not given', async () => {
    await start();
    await sayNoMarker();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sdk.httpsCallable).not.toHaveBeenCalled();
  });

  it.each([
    [undefined, '/api/users/me'],
    ['https://api.example/me', 'https://api.example/me'],
  ])('polls when the listener stays silent: at %s', async (pollingUrl, url) => {
    await start({ pollingUrl });
    await vi.advanceTimersByTimeAsync(4_900);
    expect(fetched).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(fetched).toHaveBeenCalledTimes(1);
    const [asked, init] = fetched.mock.calls[0] as unknown as [string, RequestInit];
    expect(asked).toBe(url);
    expect(init).toMatchObject({
      headers: { Authorization: 'Bearer the-token' },
      cache: 'no-store',
    });
  });

  it('polls nowhere when that is switched off', async () => {
    await start({ pollingUrl: null });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetched).not.toHaveBeenCalled();
  });
});
