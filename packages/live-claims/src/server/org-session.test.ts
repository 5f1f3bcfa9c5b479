import { expect, it } from 'vitest';
import { requires } from '../functions/guards/check-access.ts';
import { orgConfig } from '../testing/org-config.ts';
import { bearer, cookie, fakeServer, idToken, ORIGIN, sessionOf } from './testing/fake-server.ts';

const CLAIMS = { role: undefined, o: { acme: 'e' }, plan: 'pro' };

/** A server that knows mia, an editor of acme on the plan pro. */
function scene() {
  const server = fakeServer({}, orgConfig);
  server.marker('mia', { role: null, additionalClaims: { o: { acme: 'e' }, plan: 'pro' } });
  server.user('mia', { role: null, plan: 'pro' });
  return server;
}

it('a session says the organisation that was asked for, the role there, and claims of the app’s own', async () => {
  const headers = new Headers(cookie(sessionOf('mia', CLAIMS)));
  const { verifySession } = scene();
  for (const check of ['token', 'marker'] as const) {
    const { session } = await verifySession(
      { headers },
      requires('notes.write', { in: 'acme', check }),
    );
    expect(session).toMatchObject({
      role: null,
      permissions: [],
      org: { id: 'acme', role: 'editor' },
      custom: { plan: 'pro' },
    });
  }
  const { session } = await verifySession({ headers }, requires(null, { check: 'marker' }));
  expect(session).toMatchObject({ org: null, custom: { plan: 'pro' } });
  const there = await verifySession(
    { headers },
    requires('notes.read', { in: 'globex', check: 'marker' }),
  );
  expect(there.refusal).toEqual({ reason: 'not-allowed' });
});

it('a guard finds the organisation in the request, also in its body, which the handler reads again', async () => {
  const orgOf = async (request: Request) =>
    ((await request.clone().json()) as { orgId: string }).orgId;
  const mayWrite = requires('notes.write', { in: orgOf, check: 'marker' });
  const save = scene().guard(mayWrite, async (request, { org }) =>
    Response.json([org, await request.json()]),
  );
  const post = (orgId: string) =>
    save(
      new Request(`${ORIGIN}/notes`, {
        method: 'POST',
        headers: bearer(idToken('mia', CLAIMS)),
        body: JSON.stringify({ orgId }),
      }),
    );
  expect(await (await post('acme')).json()).toEqual([
    { id: 'acme', role: 'editor' },
    { orgId: 'acme' },
  ]);
  expect((await post('globex')).status).toBe(403);
});
