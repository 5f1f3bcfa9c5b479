import type { Auth } from 'firebase/auth';
import type { Firestore } from 'firebase/firestore';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { firebasePort } from './firebase-port.ts';

const sdk = vi.hoisted(() => ({
  onIdTokenChanged: vi.fn(() => () => {}),
  signOut: vi.fn(async () => {}),
  doc: (_: unknown, path: string) => ({ path }),
  onSnapshot: vi.fn((..._: unknown[]) => () => {}),
}));
vi.mock('firebase/auth', () => sdk);
vi.mock('firebase/firestore', () => sdk);

const auth = {
  config: { apiKey: 'key' },
  app: { name: 'app' },
  currentUser: { uid: 'ada' },
} as Auth;
const firestore = {} as Firestore;

beforeEach(() => {
  vi.resetAllMocks();
  vi.useRealTimers();
});

describe('the port to Firebase', () => {
  const port = firebasePort(auth, firestore);

  it('gives each app of an origin a name of its own', () => {
    expect(port.name).toBe('key/app');
    expect(port.currentUid()).toBe('ada');
  });

  it('listens to the account’s marker with metadata, to tell the server’s snapshots from the cache’s', () => {
    const next = vi.fn();
    port.listenToDocument('userClaims/ada', next, vi.fn());
    const [source, options, observer] = sdk.onSnapshot.mock.calls[0] as unknown as [
      unknown,
      unknown,
      (snapshot: unknown) => void,
    ];
    expect(source).toEqual({ path: 'userClaims/ada' });
    expect(options).toEqual({ includeMetadataChanges: true });
    observer({ data: () => ({ version: 1 }), metadata: { fromCache: true } });
    expect(next).toHaveBeenCalledWith({ data: { version: 1 }, fromCache: true });
  });

  it('has a listener that cannot be attached fail a moment later, as every other does', () => {
    vi.useFakeTimers();
    const terminated = new Error('terminated');
    sdk.onSnapshot.mockImplementation(() => {
      throw terminated;
    });
    const failed = vi.fn();
    port.listen({}, { includeMetadataChanges: false }, vi.fn(), failed);
    port.listenToDocument('userClaims/ada', vi.fn(), failed);
    port.listenToDocument('userClaims/ada', vi.fn(), failed)();
    expect(failed).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(failed.mock.calls).toEqual([[terminated], [terminated]]);
  });

  it('listens to no other document for an account with a slash in its id', () => {
    vi.useFakeTimers();
    const failed = vi.fn();
    port.listenToDocument('userClaims/ada/documents/of-bob', vi.fn(), failed);
    vi.runAllTimers();
    expect(failed.mock.calls).toEqual([[expect.any(TypeError)]]);
    expect(sdk.onSnapshot).not.toHaveBeenCalled();
  });

  it('reads the claims of the token in use and forces a new one only when told to', async () => {
    const user = {
      uid: 'ada',
      email: 'ada@example.com',
      displayName: 'Ada',
      photoURL: null,
      getIdTokenResult: vi.fn(async () => ({
        claims: { role: 'reader', cv: 10, auth_time: '1500', iat: '1600' },
      })),
      getIdToken: vi.fn(async () => 'token'),
    };
    const told: unknown[] = [];
    port.onIdTokenChanged((one) => told.push(one));
    const [, observer] = sdk.onIdTokenChanged.mock.calls[0] as unknown as [
      unknown,
      (user: unknown) => void,
    ];
    observer(user);
    observer(null);
    const [signedIn, signedOut] = told as [
      { uid: string } & Record<string, () => Promise<unknown>>,
      null,
    ];
    expect(signedOut).toBeNull();
    expect(signedIn).toMatchObject({
      profile: { uid: 'ada', email: 'ada@example.com', displayName: 'Ada', photoURL: null },
    });
    await expect(signedIn.readToken?.()).resolves.toEqual({
      access: { role: 'reader', version: 10, expiresAt: null },
      claims: { role: 'reader', cv: 10, auth_time: '1500', iat: '1600' },
      authTime: 1500,
      issuedAt: 1600,
      email: null,
      emailVerified: false,
    });
    expect(user.getIdTokenResult).toHaveBeenCalledWith();
    expect(user.getIdToken).not.toHaveBeenCalled();
    await signedIn.exchangeToken?.();
    expect(user.getIdToken).toHaveBeenCalledWith(true);
  });
});
