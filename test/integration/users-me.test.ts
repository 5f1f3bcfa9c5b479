import { type Me, parseMe } from 'live-claims/core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import config, { appRoles } from '../../functions/src/live-claims.config.ts';
import { createApi, ME_RATE } from '../../packages/live-claims/src/functions/api/create-api.ts';
import { Store } from '../../packages/live-claims/src/functions/firebase/store.ts';
import { createGuard, readAtOnce } from '../../packages/live-claims/src/functions/guards/guard.ts';
import {
  type Served,
  serve,
} from '../../packages/live-claims/src/functions/guards/testing/serve.ts';
import {
  auth,
  createAccount,
  createPerson,
  db,
  editInConsole,
  markerOf,
  type TestUser,
  untilMarker,
} from '../support/admin.ts';
import { signedIn } from '../support/signed-in.ts';
import { stack } from '../support/stack.ts';

async function idTokenOf(person: TestUser): Promise<string> {
  const { auth: signed } = await signedIn(person);
  return (await signed.currentUser?.getIdToken()) ?? '';
}

/** Asks through Hosting, as the app does. */
function ask(
  path: string,
  token: string | null,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(stack.hostingUrl + path, {
    method,
    headers: { ...headers, ...(token !== null && { authorization: `Bearer ${token}` }) },
  });
}
const meOf = async (answer: Response): Promise<Me | null> => parseMe(await answer.json());

// The first question starts a worker, which takes its time on a busy machine.
beforeAll(() => ask('/api', null).then((answer) => answer.text()));

describe('GET /api/users/me', () => {
  it('says what the marker and the access settings say, and forbids shared caches', async () => {
    const editor = await createPerson('editor');
    const answer = await ask('/api/users/me', await idTokenOf(editor));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
    expect(answer.headers.get('vary')).toMatch(/Authorization/);
    const marker = await markerOf(editor.uid);
    expect(await meOf(answer)).toEqual({
      uid: editor.uid,
      marker: JSON.parse(
        JSON.stringify(marker, (key, value) =>
          key === 'claimsUpdatedAt'
            ? {
                seconds: marker?.claimsUpdatedAt.seconds,
                nanoseconds: marker?.claimsUpdatedAt.nanoseconds,
              }
            : value,
        ),
      ),
      settings: { lockdown: false, minimumAuthTime: null },
    });
  });

  it('is not sent again until access changes, and then to a stale token too', async () => {
    const person = await createPerson('editor');
    const token = await idTokenOf(person);
    const tag = (await ask('/api/users/me', token)).headers.get('etag') ?? '';
    const known = { headers: { 'if-none-match': tag } };
    const same = await ask('/api/users/me', token, known);
    expect(same.status).toBe(304);
    expect(await same.text()).toBe('');

    await editInConsole(person.uid, { role: 'viewer' });
    await untilMarker(person.uid, ({ role }) => role === 'viewer');
    const changed = await ask('/api/users/me', token, known);
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
    expect(await meOf(changed)).toMatchObject({ marker: { role: 'viewer' } });
  });

  it('answers HEAD with the same tag and no body', async () => {
    const token = await idTokenOf(await createPerson('viewer'));
    const [get, head] = [
      await ask('/api/users/me', token),
      await ask('/api/users/me', token, { method: 'HEAD' }),
    ];
    expect(head.status).toBe(200);
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
    expect(await head.text()).toBe('');
  });

  it('reports no access for an account without a marker', async () => {
    const account = await createAccount();
    const answer = await ask('/api/users/me', await idTokenOf(account));
    expect(await meOf(answer)).toMatchObject({ uid: account.uid, marker: null });
  });

  it.each([
    ['no user', null],
    ['the emulators’ owner', 'owner'],
    ['what is no token', 'a.b.c'],
  ])('is not for %s', async (_, token) => {
    const answer = await ask('/api/users/me', token);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await answer.json()).toEqual({
      error: 'Sign in first.',
      details: { reason: 'signed-out' },
    });
  });

  it('is read-only, and has no sub-paths', async () => {
    const token = await idTokenOf(await createPerson('viewer'));
    const written = await ask('/api/users/me', token, { method: 'POST' });
    expect([written.status, written.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const neighbour = await ask('/api/users/you', token);
    expect(neighbour.status).toBe(404);
    expect(neighbour.headers.get('content-type')).toMatch(/^application\/json/);
  });
});

describe('the rate limit', () => {
  let served: Served | null = null;
  afterEach(async () => {
    await served?.close();
  });

  it('holds for one account and leaves the next alone', async () => {
    const [one, other] = await Promise.all([createPerson('viewer'), createPerson('viewer')]);
    const [mine, theirs] = [await idTokenOf(one), await idTokenOf(other)];
    const guard = createGuard(appRoles, readAtOnce(db));
    served = await serve(
      createApi({
        readAudit: 'audit.read',
        content: {},
        auth,
        store: new Store(db, config),
        limits: config.limits,
        guard,
      }),
    );
    const { url } = served;
    const statusOf = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${url}/api/users/me`, { headers });
      await answer.arrayBuffer();
      return answer;
    };
    const answers = await Promise.all(
      Array.from({ length: ME_RATE.times + 1 }, () => statusOf(mine)),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await statusOf(theirs)).status).toBe(200);
  });
});
