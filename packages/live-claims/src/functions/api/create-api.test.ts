import { readFileSync } from 'node:fs';
import type { DecodedIdToken } from 'firebase-admin/auth';
import type { Firestore } from 'firebase-admin/firestore';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  DEFAULT_NAMES,
  defineConfig,
  defineRoles,
  ME_PATH,
  timestampAt,
} from '../../core/index.ts';
import { appConfig, appRoles } from '../../testing/app-roles.ts';
import { ACCESS_SETTINGS_PATH, markerPath, userPath } from '../../testing/paths.ts';
import { Store } from '../firebase/store.ts';
import type { Fields } from '../guards/guard.ts';
import { createGuard, readAtOnce } from '../guards/guard.ts';
import { type Served, serve } from '../guards/testing/serve.ts';
import type { Content } from './content.ts';
import { createApi, READ_RATE, SESSION_RATE } from './create-api.ts';
import { SESSION_SECONDS } from './own-routes.ts';
import { html } from './page.ts';

vi.mock('firebase-functions/logger', () => ({ debug: vi.fn(), warn: vi.fn(), error: vi.fn() }));

const VERSION = 1_700_000_000_000_000;
const timestamp = timestampAt(1_700_000_000);
const marker = {
  claimsUpdatedAt: timestamp,
  version: VERSION,
  role: 'admin',
  status: 'applied',
  problem: null,
};
const post = {
  title: 'Hello',
  body: '<b>',
  authorId: 'ben',
  status: 'published',
  createdAt: timestamp,
  updatedAt: timestamp,
};

/** What an app publishes, for those with the permission. */
const contentFor = <Permission extends string>(permission: Permission): Content<Permission> => ({
  '/posts': { permission, json: async () => ({ posts: [{ id: '0', ...post }] }) },
  '/pages/posts': { permission, title: 'Posts', page: async () => html`<p>${post.body}</p>` },
});
const readAudit = 'audit.read';

let documents: Map<string, Fields>;
let entries: Fields[];
let token: Record<string, unknown>;
let served: Served;
const { limits } = appConfig;
const createSessionCookie = vi.fn(async () => 'cookie-1');

/** As much of a database as the routes use. */
function database(): Firestore {
  const query = {
    where: () => query,
    orderBy: () => query,
    limit: () => query,
    get: async () => ({ docs: entries.map((data, id) => ({ id: String(id), data: () => data })) }),
  };
  return {
    doc: (path: string) => path,
    getAll: async (...paths: string[]) =>
      paths.map((path) => ({ data: () => documents.get(path) })),
    collection: () => query,
  } as unknown as Firestore;
}

beforeEach(async () => {
  vi.clearAllMocks();
  const now = Math.floor(Date.now() / 1000);
  token = { uid: 'mia', role: 'admin', cv: VERSION, auth_time: now, iat: now };
  documents = new Map<string, Fields>([
    [markerPath('mia'), marker],
    [userPath('mia'), { role: 'admin' }],
  ]);
  entries = [];
  const verify = async () => token as unknown as DecodedIdToken;
  const auth = { verifyIdToken: verify, verifySessionCookie: verify, createSessionCookie };
  const store = new Store(database(), DEFAULT_NAMES);
  const guard = createGuard(appRoles, readAtOnce(store.db));
  const content = contentFor('posts.read');
  served = await serve(createApi({ readAudit, content, auth, store, limits, guard }));
});
afterEach(() => served.close());

const BEARER = { authorization: 'Bearer token-1' };
const COOKIE = { cookie: '__session=cookie-1' };
const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
  fetch(`${served.url}/api${path}`, { method, headers });
const reasonIn = async (answer: Response) =>
  ((await answer.json()) as { details: { reason: string } }).details.reason;
const ago = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

describe('the routes', () => {
  it('are where Hosting and the client look for them', () => {
    const { hosting } = JSON.parse(
      readFileSync(new URL('../../../../../firebase.json', import.meta.url), 'utf8'),
    ) as { hosting: { rewrites: { source: string }[] } };
    expect(hosting.rewrites[0]).toEqual({
      source: '/api/**',
      function: { functionId: 'api', region: 'us-central1' },
    });
    expect(ME_PATH).toBe('/api/users/me');
  });

  it('do not let a session cookie speak for a bearer, nor a bearer for a session', async () => {
    for (const path of ['/users/me', '/posts', '/audit']) {
      expect((await ask(path, COOKIE)).status).toBe(401);
      expect((await ask(path, BEARER)).status).toBe(200);
    }
    expect((await ask('/session', COOKIE, 'POST')).status).toBe(401);
    expect((await ask('/pages/posts', BEARER)).status).toBe(401);
    expect((await ask('/pages/posts', COOKIE)).status).toBe(200);
  });

  it('say who one is to a token that is stale, revoked and locked out', async () => {
    token = { ...token, cv: 1, auth_time: 1 };
    documents.set(markerPath('mia'), { ...marker, sessionsRevokedAt: timestamp });
    documents.set(ACCESS_SETTINGS_PATH, { lockdown: true, minimumAuthTime: timestamp });
    const answer = await ask('/users/me', BEARER);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      marker: { role: 'admin', sessionsRevokedAt: timestamp },
      settings: { lockdown: true, minimumAuthTime: timestamp.seconds },
    });
  });

  it.each([
    ['/posts', () => BEARER],
    ['/audit', () => BEARER],
    ['/pages/posts', () => COOKIE],
  ])('%s reads documents for one account only so often', async (path, as) => {
    for (let times = 0; times < READ_RATE.times; times += 1) {
      expect((await ask(path, as())).status).toBe(200);
    }
    const refused = await ask(path, as());
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('answer with what the app publishes', async () => {
    expect(await (await ask('/posts', BEARER)).json()).toEqual({ posts: [{ id: '0', ...post }] });
  });

  it('show the audit log to a young token of who may see it now', async () => {
    entries = [{ at: timestamp, type: 'account-disabled', uid: 'ben' }];
    expect(await (await ask('/audit', BEARER)).json()).toEqual({ entries: [] });
    token = { ...token, iat: ago(302) };
    const old = await ask('/audit', BEARER);
    expect(old.status).toBe(401);
    expect(old.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_claims", max_token_age="300"',
    );
    token = { ...token, iat: ago(298) };
    expect((await ask('/audit', BEARER)).status).toBe(200);
    documents.set(userPath('mia'), { role: 'editor' });
    expect(await reasonIn(await ask('/audit', BEARER))).toBe('not-allowed');
  });
});

describe('another app’s API', () => {
  it('asks for the permissions of that app’s role table', async () => {
    const { roles } = defineConfig({
      roles: defineRoles({
        ranking: ['member', 'admin'],
        permissions: { member: ['schedule.save'], admin: ['schedule.save', 'logs.view'] },
        initialRole: 'member',
      }),
      can: { grantRoles: 'logs.view' },
    });
    const verify = async () => token as unknown as DecodedIdToken;
    const auth = { verifyIdToken: verify, verifySessionCookie: verify, createSessionCookie };
    const store = new Store(database(), DEFAULT_NAMES);
    const guard = createGuard(roles, readAtOnce(store.db));
    const asked = { readAudit: 'logs.view', content: contentFor('schedule.save') };
    const theirs = await serve(createApi({ ...asked, auth, store, limits, guard }));
    onTestFinished(() => theirs.close());
    const status = async (path: string, headers: Record<string, string>) =>
      (await fetch(`${theirs.url}/api${path}`, { headers })).status;
    documents.set(userPath('mia'), { role: 'admin' });
    expect(await status('/posts', BEARER)).toBe(200);
    expect(await status('/audit', BEARER)).toBe(200);
    expect(await status('/pages/posts', COOKIE)).toBe(200);
    token = { ...token, role: 'member' };
    documents.set(userPath('mia'), { role: 'member' });
    documents.set(markerPath('mia'), { ...marker, role: 'member' });
    expect(await status('/posts', BEARER)).toBe(200);
    expect(await status('/pages/posts', COOKIE)).toBe(200);
    expect(await status('/audit', BEARER)).toBe(403);
  });
});

describe('a session', () => {
  it('is opened for the bearer of a current token who has just signed in', async () => {
    token = { ...token, auth_time: ago(298) };
    const answer = await ask('/session', BEARER, 'POST');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      uid: 'mia',
      version: VERSION,
      expiresIn: SESSION_SECONDS,
    });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__session=cookie-1; Max-Age=300; Path=\/;/);
    expect(createSessionCookie).toHaveBeenCalledExactlyOnceWith('token-1', {
      expiresIn: SESSION_SECONDS * 1000,
    });
  });

  it.each([
    ['an old sign-in', () => ({ auth_time: ago(302) }), 'sign-in-too-old'],
    ['a token behind the marker', () => ({ cv: VERSION - 1 }), 'token-stale'],
  ])('is not opened by %s', async (_, change, reason) => {
    token = { ...token, ...change() };
    expect(await reasonIn(await ask('/session', BEARER, 'POST'))).toBe(reason);
    expect(createSessionCookie).not.toHaveBeenCalled();
  });

  it('is opened by one account only so often', async () => {
    for (let opened = 0; opened < SESSION_RATE.times; opened += 1) {
      expect((await ask('/session', BEARER, 'POST')).status).toBe(200);
    }
    expect((await ask('/session', BEARER, 'POST')).status).toBe(429);
  });
});

describe('a page', () => {
  it('says by itself that it runs nothing', async () => {
    const answer = await ask('/pages/posts', COOKIE);
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(await answer.text()).toContain('<p>&lt;b&gt;</p>');
  });

  it.each([
    ['a session that was overtaken', () => ({ cv: VERSION - 1 }), 401, 'Your access has changed.'],
    ['a role that may not see it', () => ({ role: null }), 403, 'Your role does not allow this.'],
  ])('sends %s back to the app', async (_, change, status, sentence) => {
    token = { ...token, ...change() };
    const answer = await ask('/pages/posts', COOKIE);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await answer.text();
    expect(page).toContain(sentence);
    expect(page).toContain('<a href="/">');
  });

  it('has a style that every cache may keep', async () => {
    const answer = await ask('/pages/style.css', {});
    expect(answer.headers.get('content-type')).toMatch(/^text\/css/);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
  });
});
