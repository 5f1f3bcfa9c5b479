import express, { type Request, type Response } from 'express';
import type { DecodedIdToken } from 'firebase-admin/auth';
import { onRequest } from 'firebase-functions/https';
import { CHECKS } from 'live-claims/core';
import { requires } from '../../packages/live-claims/src/functions/guards/check-access.ts';
import { bearerOf } from '../../packages/live-claims/src/functions/guards/credentials.ts';
import { byIdToken, requestGuard } from '../../packages/live-claims/src/functions/guards/http.ts';
import { COOKIE_SECONDS, LIFETIME_OVER_HEADER, THINGS, VERSIONS } from './places.ts';
import { auth, db, guard } from './project.ts';
import { lookUpRole, roleInMemory, roleInRedis } from './role-cache.ts';

/** Says who may not, and whether a newer token could help. */
class Refused extends Error {
  readonly status: 401 | 403;
  constructor(status: 401 | 403) {
    super();
    this.status = status;
  }
}

/** The role by which a request is judged. @throws {Refused} */
type RoleOf = (request: Request) => Promise<unknown>;

/** The API of an app, once for each way to check who may do what. */
const app = express();

app.get('/me', async (request, response) => {
  const { uid } = await verified(request);
  response.json({ role: await lookUpRole(uid) });
});

/** A list for editors only; what is read is the same for all. */
function things(name: string, roleOf: RoleOf): void {
  app.get(`/things/${name}`, async (request, response) => {
    if ((await roleOf(request)) !== 'editor') throw new Refused(403);
    const { docs } = await db.collection(THINGS.byClaim).get();
    response.json(docs.map((thing) => thing.data()));
  });
}

things('by-token', async (request) => (await verified(request)).role);

things('looked-up', async (request) => lookUpRole((await verified(request)).uid));

things('cached', async (request) => roleInMemory((await verified(request)).uid, isOver(request)));

things('redis', async (request) => roleInRedis((await verified(request)).uid, isOver(request)));

things('versioned', async (request) => {
  const { uid, role, version } = await verified(request);
  if (version !== (await db.doc(`${VERSIONS}/${uid}`).get()).get('version')) throw new Refused(401);
  return role;
});

things('unrevoked', async (request) => (await verified(request, true)).role);

things('by-cookie', async (request) => {
  const cookie = /(?:^|; )__session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const { role } = await auth.verifySessionCookie(cookie).catch(refuse);
  return role;
});

/** https://firebase.google.com/docs/auth/admin/manage-cookies */
app.post('/cookie', async (request, response) => {
  const cookie = await auth.createSessionCookie(bearerOf(request.headers.authorization) ?? '', {
    expiresIn: COOKIE_SECONDS * 1000,
  });
  response.cookie('__session', cookie, { httpOnly: true, secure: true }).end();
});

/** Ours, for the latency of a check: the same permission by each check, and none. */
const guarded = requestGuard(guard, byIdToken(auth));
const anyUser = requestGuard(
  async () => ({ refusal: null, role: null, org: null, custom: {} }),
  byIdToken(auth),
);
const answer = async (_request: unknown, response: Response) => {
  response.json({});
};
app.get('/guard/none', anyUser(requires(null, { check: 'token' }), answer) as never);
for (const check of CHECKS) {
  app.get(`/guard/${check}`, guarded(requires('posts.write', { check }), answer) as never);
}

app.use((error: unknown, _request: Request, response: Response, _next: unknown) => {
  response.sendStatus(error instanceof Refused ? error.status : 500);
  if (!(error instanceof Refused)) console.error(error);
});

export const labApi = onRequest({ cors: false, invoker: 'public' }, app);

/**
 * Whose request it is. On the emulators the SDK looks the account up each time, in production only
 * with `checkRevoked`.
 *
 * @throws {Refused}
 */
function verified(request: Request, checkRevoked = false): Promise<DecodedIdToken> {
  return auth
    .verifyIdToken(bearerOf(request.headers.authorization) ?? '', checkRevoked)
    .catch(refuse);
}

function refuse(): never {
  throw new Refused(401);
}

function isOver(request: Request): boolean {
  return request.headers[LIFETIME_OVER_HEADER] !== undefined;
}
