import { describe, expect, it } from 'vitest';
import { timestampAt } from '../core/index.ts';
import { requires } from '../functions/guards/check-access.ts';
import type { RefusalBody } from '../functions/guards/refusal.ts';
import { appConfig } from '../testing/app-roles.ts';
import { CREATE_RATE, liveClaimsServer } from './live-claims-server.ts';
import {
  bearer,
  coded,
  cookie,
  fakeServer,
  idToken,
  nowSeconds,
  ORIGIN,
  request,
  sessionOf,
  VERSION,
} from './testing/fake-server.ts';

const READ = requires('posts.read', { check: 'marker' });
const CLEARED = '__session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax';

/** A server that knows mia, an editor. */
function scene(...options: Parameters<typeof fakeServer>) {
  const server = fakeServer(...options);
  server.marker('mia');
  server.user('mia', { role: 'editor' });
  return server;
}

const get = (headers: Record<string, string> = {}) => ({ headers: new Headers(headers) });

/** The `Set-Cookie` of an answer; null for none. */
const setBy = (response: Response) => response.headers.get('set-cookie');

it('opens nothing when it is made, and says which app it misses at the first request', async () => {
  const access = liveClaimsServer(appConfig);
  await expect(access.verifySession(get(cookie(sessionOf('mia'))))).rejects.toThrow(/app/i);
});

describe('whose request it is', () => {
  it.each([
    ['the ID token', bearer(idToken('mia'))],
    ['the session cookie', cookie(sessionOf('mia'))],
    [
      'the cookie, behind a server that asks for a password',
      { ...cookie(sessionOf('mia')), authorization: 'Basic YTpi' },
    ],
  ])('by %s: the account, its role and what that permits', async (_, headers) => {
    const { session, refusal } = await scene().verifySession(get(headers), READ);
    expect(refusal).toBeNull();
    expect(session).toMatchObject({
      uid: 'mia',
      role: 'editor',
      permissions: ['posts.read', 'posts.write'],
      version: VERSION,
      caller: { uid: 'mia', authTime: expect.any(Number) },
    });
  });

  it('an ID token goes before a cookie, also one that is not valid', async () => {
    const server = scene();
    server.marker('ben');
    const both = { ...bearer(idToken('ben')), ...cookie(sessionOf('mia')) };
    expect((await server.verifySession(get(both))).session?.uid).toBe('ben');
    const { refusal } = await server.verifySession(get({ ...both, ...bearer('forged') }));
    expect(refusal).toEqual({ reason: 'signed-out' });
  });

  it.each([
    ['nothing', {}],
    ['a forged cookie', cookie('cookie.x')],
    ['an ID token as a cookie', cookie(idToken('mia'))],
    ['a cookie as an ID token', bearer(sessionOf('mia'))],
    ['a cookie of another name', { cookie: `session=${sessionOf('mia')}` }],
    [
      'two cookies of the name',
      { cookie: `__session=${sessionOf('mia')}; __session=${sessionOf('ben')}` },
    ],
    ['an account of a tenant', cookie(sessionOf('mia', { firebase: { tenant: 't' } }))],
    ['an id that leads to another document', cookie(sessionOf('mia/'))],
  ])('%s is nobody', async (_, headers) => {
    const { session, refusal } = await scene().verifySession(
      get(headers as Record<string, string>),
    );
    expect([session, refusal]).toEqual([null, { reason: 'signed-out' }]);
  });

  it('where Firebase cannot be reached, nobody is let through', async () => {
    for (const name of ['verifySessionCookie', 'readDocuments']) {
      const server = scene();
      server.failures.set(name, new Error('unavailable'));
      await expect(server.verifySession(get(cookie(sessionOf('mia'))))).rejects.toThrow(
        'unavailable',
      );
    }
  });
});

describe('the role of a page', () => {
  it('by the document is that of now, whatever the cookie says', async () => {
    const server = scene();
    server.user('mia', { role: 'admin' });
    const check = requires('posts.publish', { check: 'document' });
    const { session } = await server.verifySession(get(cookie(sessionOf('mia'))), check);
    expect(session).toMatchObject({ role: 'admin', version: VERSION });
    expect(session?.permissions).toContain('posts.publish');
  });

  it('is none for an account that holds none, or an unknown one', async () => {
    const server = scene();
    for (const role of [null, 'pirate', 'Admin ']) {
      server.marker('mia', { role });
      const value = sessionOf('mia', { role: role ?? undefined });
      const { session } = await server.verifySession(get(cookie(value)));
      expect(session?.permissions ?? []).toEqual([]);
    }
  });
});

describe('an old cookie', () => {
  const old = () => cookie(sessionOf('mia', { role: 'admin', cv: VERSION - 1 }));

  it('is refused by the marker, with the version to reach', async () => {
    const { refusal } = await scene().verifySession(get(old()), READ);
    expect(refusal).toEqual({ reason: 'token-stale', version: VERSION });
  });

  it('counts by the document for what the document says', async () => {
    const server = scene();
    const check = requires('posts.publish', { check: 'document' });
    expect((await server.verifySession(get(old()), check)).refusal).toEqual({
      reason: 'not-allowed',
    });
  });

  it('by the token counts for an hour, as an ID token does, and is then checked by the marker', async () => {
    const server = scene();
    const check = requires('posts.publish', { check: 'token' });
    const aged = (seconds: number) =>
      get(
        cookie(sessionOf('mia', { role: 'admin', cv: VERSION - 1, iat: nowSeconds() - seconds })),
      );
    expect((await server.verifySession(aged(3500), check)).refusal).toBeNull();
    expect((await server.verifySession(aged(3700), check)).refusal).toEqual({
      reason: 'token-stale',
      version: VERSION,
    });
  });

  it('of an hour, and current, still does by the token', async () => {
    const value = sessionOf('mia', { iat: nowSeconds() - 80_000 });
    const { session } = await scene().verifySession(
      get(cookie(value)),
      requires('posts.read', { check: 'token' }),
    );
    expect(session?.role).toBe('editor');
  });
});

describe('a session that is over', () => {
  it.each([
    [
      'signed out everywhere',
      'session-revoked',
      (s: Scene) => s.marker('mia', { sessionsRevokedAt: timestampAt(nowSeconds()) }),
    ],
    ['disabled', 'disabled', (s: Scene) => s.marker('mia', { disabled: true })],
    [
      'deleted, with its access',
      'token-stale',
      (s: Scene) => s.marker('mia', { version: VERSION + 1, role: null }),
    ],
    ['a lockdown', 'locked-down', (s: Scene) => s.settings({ lockdown: true })],
    [
      'a minimum sign-in time',
      'sign-in-too-old',
      (s: Scene) => s.settings({ minimumAuthTime: timestampAt(nowSeconds()) }),
    ],
  ] as const)('%s: refused as %s', async (_, reason, end) => {
    const server = scene();
    end(server);
    const { refusal } = await server.verifySession(get(cookie(sessionOf('mia'))), READ);
    expect(refusal?.reason).toBe(reason);
  });

  it.each([
    ['signed out everywhere', 'session-revoked', { sessionsRevokedAt: timestampAt(nowSeconds()) }],
    ['disabled', 'disabled', { disabled: true }],
    ['without a document', 'not-allowed', null],
  ] as const)('by the document, %s: refused as %s at once', async (_, reason, fields) => {
    const server = scene();
    server.user('mia', fields && { role: 'editor', ...fields });
    const check = requires('posts.read', { check: 'document' });
    const { refusal } = await server.verifySession(get(cookie(sessionOf('mia'))), check);
    expect(refusal?.reason).toBe(reason);
  });

  it.each([
    ['auth/session-cookie-expired', 'signed-out'],
    ['auth/session-cookie-revoked', 'session-revoked'],
    ['auth/user-disabled', 'disabled'],
    ['auth/user-not-found', 'signed-out'],
  ])('%s: refused as %s', async (code, reason) => {
    const server = scene();
    server.failures.set('verifySessionCookie', coded(code));
    const { refusal } = await server.verifySession(get(cookie(sessionOf('mia'))));
    expect(refusal).toEqual({ reason });
  });
});

type Scene = ReturnType<typeof scene>;

describe('a page of another site', () => {
  const post = (headers: Record<string, string>) => request('POST', headers);

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])('with %j rides no cookie to change something', async (from) => {
    const server = scene();
    const { refusal } = await server.verifySession(
      post({ ...cookie(sessionOf('mia')), ...from }),
      READ,
    );
    expect(refusal).toEqual({ reason: 'signed-out' });
    expect(server.calls).toEqual([]);
  });

  it.each([
    { 'sec-fetch-site': 'same-origin', origin: ORIGIN },
    { origin: ORIGIN },
    { origin: 'https://front.example', 'x-forwarded-host': 'front.example' },
    {},
  ])('is not what sends %j', async (from) => {
    const { session } = await scene().verifySession(
      post({ ...cookie(sessionOf('mia')), ...from }),
      READ,
    );
    expect(session?.uid).toBe('mia');
  });

  it('is none where the server knows its name by the URL alone', async () => {
    const headers = { ...cookie(sessionOf('mia')), origin: ORIGIN };
    const own = new Request(ORIGIN, { method: 'POST', headers });
    expect((await scene().verifySession(own)).session?.uid).toBe('mia');
  });

  it('may link here', async () => {
    const link = new Request(ORIGIN, {
      headers: { ...cookie(sessionOf('mia')), 'sec-fetch-site': 'cross-site' },
    });
    expect((await scene().verifySession(link)).session?.uid).toBe('mia');
  });

  it('can neither create nor end a session', async () => {
    const server = scene();
    for (const from of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]) {
      const headers = { ...bearer(idToken('mia')), ...cookie(sessionOf('mia')), ...from };
      for (const response of [
        await server.createSession(request('POST', headers)),
        await server.endSession(request('DELETE', headers)),
      ]) {
        expect(response.status).toBe(403);
        expect(setBy(response)).toBeNull();
      }
    }
    expect(server.calls).toEqual([]);
  });
});

describe('creating a session', () => {
  it('gives a cookie with the claims of the token, out of reach of scripts and other sites', async () => {
    const server = scene();
    const response = await server.createSession(request('POST', bearer(idToken('mia'))));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ uid: 'mia', version: VERSION, expiresIn: 86_400 });
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(server.lifetimes).toEqual([86_400_000]);
    const [value, ...attributes] = (setBy(response) ?? '').split('; ');
    expect(attributes).toEqual(['Max-Age=86400', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']);
    const { session } = await server.verifySession(get({ cookie: value ?? '' }), READ);
    expect(session).toMatchObject({ uid: 'mia', version: VERSION });
  });

  it('makes the caller’s own session, whatever cookie came along', async () => {
    const server = scene();
    server.marker('eve');
    const headers = { ...bearer(idToken('mia')), ...cookie(sessionOf('eve')) };
    const response = await server.createSession(request('POST', headers));
    const { session } = await server.verifySession(
      get({ cookie: setBy(response)?.split(';')[0] ?? '' }),
    );
    expect(session?.uid).toBe('mia');
  });

  it.each([
    ['no credential', {}, 'signed-out'],
    ['a cookie, which would then never end', cookie(sessionOf('mia')), 'signed-out'],
    ['a forged token', bearer('id'), 'signed-out'],
    ['a token behind the marker', bearer(idToken('mia', { cv: VERSION - 1 })), 'token-stale'],
    [
      'a token that was lying about',
      bearer(idToken('mia', { iat: nowSeconds() - 301 })),
      'token-too-old',
    ],
    ['claims of a session', bearer(idToken('mia', { role: 'owner' })), 'claims-shadowed'],
    ['an account without a marker', bearer(idToken('ben')), 'not-allowed'],
  ])('not for %s', async (_, headers, reason) => {
    const server = scene();
    const response = await server.createSession(request('POST', headers as Record<string, string>));
    expect(((await response.json()) as RefusalBody).details.reason).toBe(reason);
    expect(setBy(response) === null || setBy(response) === CLEARED).toBe(true);
    expect(server.calls).not.toContain('createSessionCookie');
  });

  it('takes no token out of a body, of whatever type', async () => {
    const server = scene();
    const token = idToken('mia');
    for (const [type, body] of [
      ['application/x-www-form-urlencoded', `idToken=${token}&authorization=Bearer ${token}`],
      ['text/plain', `Bearer ${token}`],
      ['application/json', JSON.stringify({ idToken: token })],
      [
        'multipart/form-data; boundary=x',
        `--x\r\nContent-Disposition: form-data; name="idToken"\r\n\r\n${token}\r\n--x--`,
      ],
    ]) {
      const response = await server.createSession(
        request('POST', { 'content-type': type ?? '' }, body),
      );
      expect(response.status).toBe(401);
    }
    const query = new Request(`${ORIGIN}/api/session?access_token=${token}`, { method: 'POST' });
    expect((await server.createSession(query)).status).toBe(401);
  });

  it('with a sign-in that is not older than the app wants', async () => {
    const server = scene({ maxSignInAge: 300 });
    const old = idToken('mia', { auth_time: nowSeconds() - 400, iat: nowSeconds() });
    const response = await server.createSession(request('POST', bearer(old)));
    expect(((await response.json()) as RefusalBody).details).toEqual({ reason: 'sign-in-too-old' });
  });

  describe('some time after the sign-in', () => {
    const HOUR = 3600;
    /** Of a role change, on a server that wants young sign-ins: the cookie of before is still there. */
    const follow = (signedInAgo: number, other: object = {}, claims: object = {}) => {
      const server = scene({ maxSignInAge: 300, cookie: { seconds: 2 * HOUR } });
      const signIn = { auth_time: nowSeconds() - signedInAgo };
      const before = sessionOf('mia', { ...signIn, cv: VERSION - 1, ...other });
      const token = idToken('mia', { ...signIn, ...claims });
      return server.createSession(request('POST', { ...bearer(token), ...cookie(before) }));
    };

    it('a valid cookie of the same sign-in follows the claims, and ends when the first one may', async () => {
      const response = await follow(HOUR);
      expect(response.status).toBe(200);
      const { expiresIn } = (await response.json()) as { expiresIn: number };
      expect(expiresIn).toBeGreaterThan(HOUR + 290);
      expect(expiresIn).toBeLessThanOrEqual(HOUR + 300);
      expect(setBy(response)).toContain(`Max-Age=${expiresIn};`);
    });

    it.each([
      ['of another account', HOUR, { uid: 'ben' }],
      ['of another sign-in', HOUR, { auth_time: nowSeconds() - HOUR - 9 }],
      ['that is at the end of its time', 2 * HOUR + 10, {}],
    ])('one %s does not, and goes', async (_, ago, other) => {
      const response = await follow(ago, other);
      expect(((await response.json()) as RefusalBody).details.reason).toBe('sign-in-too-old');
      expect(setBy(response)).toBe(CLEARED);
    });
  });

  it('only by POST, and its end only by DELETE', async () => {
    const server = scene();
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const response = await server.createSession(request(method, bearer(idToken('mia'))));
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
    for (const method of ['GET', 'POST']) {
      const response = await server.endSession(request(method));
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'DELETE']);
      expect(setBy(response)).toBeNull();
    }
  });

  it('a few times a minute', async () => {
    const server = scene();
    const post = () => server.createSession(request('POST', bearer(idToken('mia'))));
    for (let turn = 0; turn < CREATE_RATE.times; turn++) expect((await post()).status).toBe(200);
    const response = await post();
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('says nothing of what went wrong, but to the server', async () => {
    const server = scene();
    server.failures.set('createSessionCookie', new Error('secret'));
    const response = await server.createSession(request('POST', bearer(idToken('mia'))));
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('secret');
    expect(server.errors).toEqual([new Error('secret')]);
  });

  it.each([
    ['auth/user-disabled', 403],
    ['auth/invalid-id-token', 401],
  ])('knows %s, which Auth says only there, as %i', async (code, status) => {
    const server = scene();
    server.failures.set('createSessionCookie', coded(code));
    const response = await server.createSession(request('POST', bearer(idToken('mia'))));
    expect(response.status).toBe(status);
    expect(server.errors).toEqual([]);
  });
});

describe('a renewal that fails', () => {
  const admin = () => cookie(sessionOf('mia', { role: 'admin', cv: VERSION - 1 }));
  const renew = (server: Scene, headers: Record<string, string>) =>
    server.createSession(request('POST', { ...bearer(idToken('mia')), ...headers }));

  it.each([
    ['Auth fails', (s: Scene) => s.failures.set('createSessionCookie', new Error('x'))],
    ['Auth cannot verify', (s: Scene) => s.failures.set('verifyIdToken', new Error('x'))],
    ['the account is disabled', (s: Scene) => s.marker('mia', { disabled: true })],
    ['a lockdown is on', (s: Scene) => s.settings({ lockdown: true })],
  ] as const)('because %s: leaves no cookie that is older than the marker', async (_, fail) => {
    const server = scene();
    fail(server);
    const response = await renew(server, admin());
    expect(response.ok).toBe(false);
    expect(setBy(response)).toBe(CLEARED);
  });

  it('leaves no cookie of another account', async () => {
    const server = scene();
    server.marker('ben');
    server.failures.set('createSessionCookie', new Error('x'));
    expect(setBy(await renew(server, cookie(sessionOf('ben'))))).toBe(CLEARED);
  });

  it('leaves one of the account while the documents cannot be read, and none of another', async () => {
    const server = scene();
    server.failures.set('readDocuments', new Error('unavailable'));
    const response = await renew(server, cookie(sessionOf('mia')));
    expect([response.status, setBy(response)]).toEqual([503, null]);
    expect(setBy(await renew(server, cookie(sessionOf('ben'))))).toBe(CLEARED);
    const unknown = { ...bearer('forged'), ...cookie(sessionOf('mia')) };
    expect(setBy(await server.createSession(request('POST', unknown)))).toBe(CLEARED);
  });

  it('because there were too many: reads no documents, and leaves one of the account alone', async () => {
    const server = scene();
    for (let turn = 0; turn < CREATE_RATE.times; turn++) await renew(server, {});
    server.calls.length = 0;
    const response = await renew(server, cookie(sessionOf('mia')));
    expect([response.status, setBy(response)]).toEqual([429, null]);
    expect(setBy(await renew(server, cookie(sessionOf('ben'))))).toBe(CLEARED);
    expect(server.calls).not.toContain('readDocuments');
  });

  it('leaves one that is as new as the marker: another tab was faster', async () => {
    const server = scene();
    const response = await server.createSession(
      request('POST', {
        ...bearer(idToken('mia', { cv: VERSION - 1 })),
        ...cookie(sessionOf('mia')),
      }),
    );
    expect(response.status).toBe(401);
    expect(setBy(response)).toBeNull();
  });
});

it('the end of a session takes the cookie away, for every caller', async () => {
  const server = scene();
  for (const headers of [{}, cookie(sessionOf('mia')), cookie('forged')]) {
    const response = await server.endSession(request('DELETE', headers as Record<string, string>));
    expect([response.status, setBy(response)]).toEqual([204, CLEARED]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  }
});

describe('a guard', () => {
  const page = (server: Scene) =>
    server.guard(READ, (_request, { role }, { id }: { id: string }) => Response.json({ role, id }));

  it('hands over the session and what the framework gave, and keeps the answer private', async () => {
    const answer = await page(scene())(request('GET', cookie(sessionOf('mia'))), { id: '7' });
    expect(await answer.json()).toEqual({ role: 'editor', id: '7' });
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('vary')).toBe('Authorization, Cookie');
  });

  it('refuses with the challenge that the client answers', async () => {
    const stale = cookie(sessionOf('mia', { cv: 1 }));
    const answer = await page(scene())(request('GET', stale), { id: '7' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer error="insufficient_claims", version="${VERSION}"`,
    );
    expect(await answer.json()).toMatchObject({
      details: { reason: 'token-stale', version: VERSION },
    });
  });

  it('refuses as the app wants', async () => {
    const guarded = scene().guard(
      READ,
      () => new Response('secret'),
      ({ reason }) => Response.redirect(`${ORIGIN}/sign-in?because=${reason}`, 303),
    );
    const answer = await guarded(request('GET'));
    expect(answer.headers.get('location')).toBe(`${ORIGIN}/sign-in?because=signed-out`);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it('leaves the caching that the handler chose', async () => {
    const headers = { 'cache-control': 'public, max-age=60' };
    const guarded = scene().guard(READ, () => new Response('x', { headers }));
    const answer = await guarded(request('GET', cookie(sessionOf('mia'))));
    expect(answer.headers.get('cache-control')).toBe('public, max-age=60');
  });

  it('asks for a young cookie where a young token is asked for', async () => {
    const guarded = scene().guard({ ...READ, maxTokenAge: 300 }, () => new Response('x'));
    const aged = cookie(sessionOf('mia', { iat: nowSeconds() - 400 }));
    const answer = await guarded(request('GET', aged));
    expect(answer.headers.get('www-authenticate')).toContain('max_token_age="300"');
  });
});
