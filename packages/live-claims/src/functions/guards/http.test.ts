import { type App, deleteApp, initializeApp } from 'firebase-admin/app';
import { type Auth, type DecodedIdToken, getAuth } from 'firebase-admin/auth';
import type { Request } from 'firebase-functions/https';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bearerOf, cookieOf } from './credentials.ts';
import { byIdToken, bySessionCookie } from './http.ts';

const request = (headers: Record<string, string> = {}) => ({ headers }) as unknown as Request;
const DECODED = { uid: 'mia', role: 'editor', cv: 5, auth_time: 3, iat: 4 };
const verifying = () => vi.fn(async (_: string) => DECODED as unknown as DecodedIdToken);
const failing = (code: string) =>
  vi.fn(async (_: string): Promise<DecodedIdToken> => {
    throw Object.assign(new Error(code), { code });
  });
const CALLER = {
  caller: {
    uid: 'mia',
    access: { role: 'editor', expiresAt: null, version: 5 },
    authTime: 3,
    issuedAt: 4,
    token: DECODED,
  },
};

describe('the bearer of a token', () => {
  it.each([
    ['Bearer abc.def', 'abc.def'],
    ['bearer abc.def', 'abc.def'],
    ['Bearer   abc.def', 'abc.def'],
  ])('is found in %j', (authorization, token) => {
    expect(bearerOf(authorization)).toBe(token);
  });

  it.each(['', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'xBearer abc', 'Bearerabc'])(
    'is not found in %j',
    (authorization) => {
      expect(bearerOf(authorization)).toBeUndefined();
    },
  );
});

describe('a cookie', () => {
  it.each([
    ['a=1; __session=abc; b=2', 'abc'],
    ['__session=a%20b', 'a b'],
    ['__session=abc; __session=abc', 'abc'],
    ['x__session=abc', undefined],
    ['__session=mine; __session=theirs', undefined],
    ['', undefined],
  ])('of the name in %j is %j', (header, value) => {
    expect(cookieOf(header, '__session')).toBe(value);
  });
});

describe('who sent a request', () => {
  it('is the bearer of a verified ID token', async () => {
    const verifyIdToken = verifying();
    const who = await byIdToken({ verifyIdToken })(request({ authorization: 'Bearer abc' }));
    expect(who).toEqual(CALLER);
    expect(verifyIdToken).toHaveBeenCalledExactlyOnceWith('abc');
  });

  it('is the holder of a verified session cookie, among other cookies', async () => {
    const verifySessionCookie = verifying();
    const cookie = 'a=1; __session=abc; b=2';
    expect(await bySessionCookie({ verifySessionCookie })(request({ cookie }))).toEqual(CALLER);
    expect(verifySessionCookie).toHaveBeenCalledExactlyOnceWith('abc');
  });

  it('is signed out without the one credential that counts there', async () => {
    const verify = verifying();
    const token = byIdToken({ verifyIdToken: verify });
    const cookie = bySessionCookie({ verifySessionCookie: verify });
    const signedOut = { refusal: { reason: 'signed-out' } };
    expect(await token(request())).toEqual(signedOut);
    expect(await token(request({ cookie: '__session=abc' }))).toEqual(signedOut);
    expect(await cookie(request())).toEqual(signedOut);
    expect(await cookie(request({ cookie: '__session=' }))).toEqual(signedOut);
    expect(await cookie(request({ cookie: 'session=abc' }))).toEqual(signedOut);
    expect(await cookie(request({ authorization: 'Bearer abc' }))).toEqual(signedOut);
    expect(verify).not.toHaveBeenCalled();
  });

  it.each([
    ['auth/argument-error', 'signed-out'],
    ['auth/id-token-expired', 'signed-out'],
    ['auth/session-cookie-expired', 'signed-out'],
    ['auth/user-not-found', 'signed-out'],
    ['auth/id-token-revoked', 'session-revoked'],
    ['auth/session-cookie-revoked', 'session-revoked'],
    ['auth/user-disabled', 'disabled'],
  ])('is refused by %s as %s', async (code, reason) => {
    const refusal = { refusal: { reason } };
    const token = byIdToken({ verifyIdToken: failing(code) });
    const cookie = bySessionCookie({ verifySessionCookie: failing(code) });
    expect(await token(request({ authorization: 'Bearer abc' }))).toEqual(refusal);
    expect(await cookie(request({ cookie: '__session=abc' }))).toEqual(refusal);
  });

  it.each([
    ['an account of a tenant', { firebase: { tenant: 'tenant-1' } }],
    ['an id with a slash', { uid: 'mia/' }],
  ])('is signed out with %s', async (_, claims) => {
    const verify = async () => ({ ...DECODED, ...claims }) as unknown as DecodedIdToken;
    const signedOut = { refusal: { reason: 'signed-out' } };
    const token = byIdToken({ verifyIdToken: verify });
    const cookie = bySessionCookie({ verifySessionCookie: verify });
    expect(await token(request({ authorization: 'Bearer abc' }))).toEqual(signedOut);
    expect(await cookie(request({ cookie: '__session=abc' }))).toEqual(signedOut);
  });

  it('is an error when Firebase Auth is out of reach', async () => {
    const token = byIdToken({ verifyIdToken: failing('app/network-error') });
    await expect(token(request({ authorization: 'Bearer abc' }))).rejects.toThrow('network-error');
    const odd = byIdToken({ verifyIdToken: () => Promise.reject(null) });
    await expect(odd(request({ authorization: 'Bearer abc' }))).rejects.toBeNull();
  });
});

describe('firebase-admin in production', () => {
  let app: App;
  let auth: Auth;
  beforeAll(() => {
    vi.stubEnv('FIREBASE_AUTH_EMULATOR_HOST', '');
    app = initializeApp({ projectId: 'some-project' }, 'credential-test');
    auth = getAuth(app);
  });
  afterAll(async () => {
    await deleteApp(app);
    vi.unstubAllEnvs();
  });

  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: 'https://securetoken.google.com/some-project',
    aud: 'some-project',
    sub: 'mia',
    auth_time: now - 10,
    iat: now - 10,
    exp: now + 1000,
    role: 'owner',
  };

  it.each([
    ['the emulators’ owner', 'owner'],
    ['what is no token', 'abc'],
    [
      'an unsigned token, as the Auth emulator gives out',
      `${part({ alg: 'none', typ: 'JWT' })}.${part(payload)}.`,
    ],
    ['an unsigned token that names a key', `${part({ alg: 'none', kid: 'k' })}.${part(payload)}.`],
    [
      'a token signed with a shared secret',
      `${part({ alg: 'HS256', kid: 'k' })}.${part(payload)}.c2ln`,
    ],
    [
      'a token of another project',
      `${part({ alg: 'RS256', kid: 'k' })}.${part({ ...payload, aud: 'other' })}.c2ln`,
    ],
  ])('does not trust %s', async (_, token) => {
    const signedOut = { refusal: { reason: 'signed-out' } };
    expect(await byIdToken(auth)(request({ authorization: `Bearer ${token}` }))).toEqual(signedOut);
    expect(await bySessionCookie(auth)(request({ cookie: `__session=${token}` }))).toEqual(
      signedOut,
    );
  });
});
