import { Timestamp } from 'firebase-admin/firestore';
import { beforeAll, describe, expect, it } from 'vitest';
import { appRoles } from '../../functions/src/live-claims.config.ts';
import { createPerson, db, editInConsole, type TestUser, untilMarker } from '../support/admin.ts';
import { signedIn } from '../support/signed-in.ts';
import { stack } from '../support/stack.ts';

const PAGE = '/api/pages/posts';

async function idTokenOf(person: TestUser): Promise<string> {
  const { auth } = await signedIn(person);
  return (await auth.currentUser?.getIdToken()) ?? '';
}

/** Asks through Hosting, which lets no cookie through but this one. */
const ask = (path: string, method: string, headers: Record<string, string> = {}) =>
  fetch(stack.hostingUrl + path, { method, headers });
const openSession = async (person: TestUser) =>
  ask('/api/session', 'POST', { authorization: `Bearer ${await idTokenOf(person)}` });

/** The cookie that an answer sets, as a browser sends it back. */
function cookieIn(answer: Response): string {
  return (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
}

async function publish(title: string, body: string): Promise<void> {
  const now = Timestamp.now();
  const post = { title, body, authorId: 'test', createdAt: now, updatedAt: now };
  await db.collection('posts').add({ ...post, status: 'published' });
}

// The first question starts a worker, which takes its time on a busy machine.
beforeAll(() => ask('/api', 'GET').then((answer) => answer.text()));

describe('a session cookie', () => {
  it('is short, and out of reach of scripts, of plain HTTP and of other sites', async () => {
    const person = await createPerson('viewer');
    const answer = await openSession(person);
    expect(answer.status).toBe(200);
    const version = expect.any(Number);
    expect(await answer.json()).toEqual({ uid: person.uid, version, expiresIn: 300 });
    const [set = '', ...more] = answer.headers.getSetCookie();
    expect(more).toEqual([]);
    const attributes = set.split('; ').slice(1);
    expect(attributes).toEqual(['Max-Age=300', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']);
    expect(set).toMatch(/^__session=[\w-]+\.[\w-]+\./);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it('is only for the bearer of a token', async () => {
    const person = await createPerson('viewer');
    const cookie = cookieIn(await openSession(person));
    for (const headers of [{}, { cookie }, { authorization: 'Bearer owner' }]) {
      const answer = await ask('/api/session', 'POST', headers as Record<string, string>);
      expect(answer.status).toBe(401);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });

  it('cannot be created or ended from another site’s page', async () => {
    const authorization = `Bearer ${await idTokenOf(await createPerson('viewer'))}`;
    for (const method of ['POST', 'DELETE']) {
      const answer = await ask('/api/session', method, {
        authorization,
        'sec-fetch-site': 'cross-site',
      });
      expect(answer.status).toBe(403);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });

  it('is not given for a token that is behind the marker', async () => {
    const person = await createPerson('editor');
    const token = await idTokenOf(person);
    await editInConsole(person.uid, { role: 'viewer' });
    const { version } = await untilMarker(person.uid, ({ role }) => role === 'viewer');
    const answer = await ask('/api/session', 'POST', { authorization: `Bearer ${token}` });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ details: { reason: 'token-stale', version } });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('ends with the sign-out', async () => {
    const answer = await ask('/api/session', 'DELETE');
    expect(answer.status).toBe(204);
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__session=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
  });
});

describe('a server-rendered page', () => {
  it('shows published posts as text, in a page that can run nothing', async () => {
    const sign = `title-${Date.now()}`;
    await publish(`${sign}<img src=x onerror=alert(1)>`, '</p><script>alert("1")</script>');
    const cookie = cookieIn(await openSession(await createPerson('viewer')));
    const answer = await ask(PAGE, 'GET', { cookie });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    // The page's own, which Hosting leaves alone.
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    const page = await answer.text();
    expect(page).toContain(`${sign}&lt;img src=x onerror=alert(1)&gt;`);
    expect(page).not.toMatch(/<img|<script/);
    const style = await ask(/href="(.+?\.css)"/.exec(page)?.[1] ?? '', 'GET');
    expect(style.headers.get('content-type')).toMatch(/^text\/css/);
  });

  it.each([
    ['no cookie', undefined],
    ['what is no session', '__session=abc'],
    ['a cookie of another name', 'session=abc'],
  ])('sends a user with %s back to the app', async (_, cookie) => {
    const answer = await ask(PAGE, 'GET', cookie === undefined ? {} : { cookie });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await answer.text()).toContain('<a href="/">Back to the app</a>');
  });

  it('does not take the ID token for a session', async () => {
    const token = await idTokenOf(await createPerson('owner'));
    for (const headers of [
      { authorization: `Bearer ${token}` },
      { cookie: `__session=${token}` },
    ] as Record<string, string>[]) {
      expect((await ask(PAGE, 'GET', headers)).status).toBe(401);
    }
  });

  it('does not take the session for an ID token', async () => {
    const cookie = cookieIn(await openSession(await createPerson('owner')));
    const authorization = `Bearer ${cookie.replace('__session=', '')}`;
    expect((await ask('/api/posts', 'GET', { authorization })).status).toBe(401);
  });

  it('is refused to a session from before a change of access', async () => {
    const person = await createPerson('editor');
    const cookie = cookieIn(await openSession(person));
    expect((await ask(PAGE, 'GET', { cookie })).status).toBe(200);
    await editInConsole(person.uid, { role: null });
    await untilMarker(person.uid, ({ role }) => role === null);
    const answer = await ask(PAGE, 'GET', { cookie });
    expect(answer.status).toBe(401);
    expect(await answer.text()).toContain('Your access has changed.');
  });

  it('is refused to a user without a role', async () => {
    const person = await createPerson(appRoles.initialRole);
    await editInConsole(person.uid, { role: null });
    await untilMarker(person.uid, ({ role }) => role === null);
    const answer = await ask(PAGE, 'GET', { cookie: cookieIn(await openSession(person)) });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('Your role does not allow this.');
  });
});
