import { deleteApp, initializeApp } from 'firebase-admin/app';
import { Timestamp } from 'firebase-admin/firestore';
import { type Check, parseRefusalDetails } from 'live-claims/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { appRoles } from '../../functions/src/live-claims.config.ts';
import { callGuard } from '../../packages/live-claims/src/functions/guards/callable.ts';
import { requires } from '../../packages/live-claims/src/functions/guards/check-access.ts';
import { createGuard, readAtOnce } from '../../packages/live-claims/src/functions/guards/guard.ts';
import { byIdToken, requestGuard } from '../../packages/live-claims/src/functions/guards/http.ts';
import {
  type Served,
  serve,
  serveCall,
} from '../../packages/live-claims/src/functions/guards/testing/serve.ts';
import { ACCESS_SETTINGS_PATH } from '../../tools/demo-paths.ts';
import {
  auth,
  createAccount,
  createPerson,
  db,
  editInConsole,
  type TestUser,
  untilMarker,
} from '../support/admin.ts';
import type { Client } from '../support/client.ts';
import { signedIn } from '../support/signed-in.ts';
import { stack } from '../support/stack.ts';

// firebase-functions logs to the console that it finds when it is loaded: every refusal, every call.
vi.hoisted(() => {
  console.debug = () => {};
  console.warn = () => {};
});

// What onCall verifies tokens with.
const functionsApp = initializeApp({ projectId: stack.projectId });
afterAll(() => deleteApp(functionsApp));

interface Answer {
  readonly status: number;
  /** The refusal's reason, or what the handler said. */
  readonly said: unknown;
  readonly challenge: string | null;
}

const tokenOf = async ({ auth: signed }: Pick<Client, 'auth'>, fresh = false) =>
  (await signed.currentUser?.getIdToken(fresh)) ?? null;

/** A guarded function of this process; every question is put to a new guard, which remembers nothing. */
async function ask(
  kind: 'callable' | 'http',
  check: Check,
  token: string | null,
  {
    permission = 'posts.read',
    ...ages
  }: {
    permission?: string;
    maxTokenAge?: number;
    maxSignInAge?: number;
  } = {},
): Promise<Answer> {
  const guard = createGuard<string>(appRoles, readAtOnce(db));
  const requirement = requires(permission, { check, ...ages });
  const served =
    kind === 'http'
      ? await serve(
          requestGuard(guard, byIdToken(auth))(requirement, async (_request, response, { uid }) => {
            response.json({ uid });
          }),
        )
      : await serveCall(callGuard(guard)(requirement, async (_request, { uid }) => ({ uid })));
  try {
    return await answerOf(kind, served, token);
  } finally {
    await served.close();
  }
}

async function answerOf(
  kind: 'callable' | 'http',
  { url }: Served,
  token: string | null,
): Promise<Answer> {
  const response = await fetch(url, {
    method: kind === 'http' ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    ...(kind === 'callable' && { body: JSON.stringify({ data: null }) }),
  });
  const body = (await response.json()) as {
    uid?: string;
    result?: { uid: string };
    details?: unknown;
    error?: { details?: unknown };
  };
  const details = parseRefusalDetails(kind === 'http' ? body.details : body.error?.details);
  return {
    status: response.status,
    said: details ?? (kind === 'http' ? body.uid : body.result?.uid),
    challenge: response.headers.get('www-authenticate'),
  };
}

describe.each(['callable', 'http'] as const)('a guarded %s function', (kind) => {
  it('at each check accepts a user with the permission', async () => {
    const editor = await createPerson('editor');
    const token = await tokenOf(await signedIn(editor));
    for (const check of ['token', 'marker', 'document'] as const) {
      expect(await ask(kind, check, token)).toMatchObject({ status: 200, said: editor.uid });
      expect(await ask(kind, check, token, { permission: 'posts.publish' })).toMatchObject({
        status: 403,
        said: { reason: 'not-allowed' },
      });
    }
  });

  it('at each check refuses a caller without a sign-in', async () => {
    for (const check of ['token', 'marker', 'document'] as const) {
      expect(await ask(kind, check, null)).toMatchObject({
        status: 401,
        said: { reason: 'signed-out' },
      });
    }
  });

  it('refuses a demoted admin who never refreshes: by the document at once, by the marker as soon as it is written', async () => {
    const admin = await createPerson('admin');
    const client = await signedIn(admin);
    const token = await tokenOf(client);
    const publishing = { permission: 'posts.publish' };
    await editInConsole(admin.uid, { role: 'viewer' });
    expect(await ask(kind, 'document', token, publishing)).toMatchObject({
      status: 403,
      said: { reason: 'not-allowed' },
    });
    const { version } = await untilMarker(admin.uid, ({ role }) => role === 'viewer');
    const refused = await ask(kind, 'marker', token, publishing);
    expect(refused).toMatchObject({ status: 401, said: { reason: 'token-stale', version } });
    if (kind === 'http') {
      expect(refused.challenge).toBe(`Bearer error="insufficient_claims", version="${version}"`);
    }
    // The token alone still says so: that is what check `token` costs.
    expect((await ask(kind, 'token', token, publishing)).status).toBe(200);
    const fresh = await tokenOf(client, true);
    expect((await ask(kind, 'token', fresh, publishing)).said).toEqual({ reason: 'not-allowed' });
    expect((await ask(kind, 'marker', fresh)).status).toBe(200);
  });

  it('challenges a promoted user for a newer token', async () => {
    const person = await createPerson('viewer');
    const client = await signedIn(person);
    const writing = { permission: 'posts.write' };
    const token = await tokenOf(client);
    await editInConsole(person.uid, { role: 'editor' });
    const { version } = await untilMarker(person.uid, ({ role }) => role === 'editor');
    expect(await ask(kind, 'token', token, writing)).toMatchObject({
      status: 401,
      said: { reason: 'token-stale', version },
    });
    expect((await ask(kind, 'token', await tokenOf(client, true), writing)).status).toBe(200);
  });

  it('challenges for a young token where the operation requires it', async () => {
    const client = await signedIn(await createPerson('viewer'));
    const token = await tokenOf(client);
    expect((await ask(kind, 'document', token, { maxTokenAge: 300 })).status).toBe(200);
    const refused = await ask(kind, 'document', token, { maxTokenAge: -1 });
    expect(refused).toMatchObject({
      status: 401,
      said: { reason: 'token-too-old', maxTokenAge: -1 },
    });
    expect((await ask(kind, 'document', token, { maxSignInAge: -1 })).said).toEqual({
      reason: 'sign-in-too-old',
    });
  });

  it('by the document refuses a user who was disabled or signed out everywhere, at once', async () => {
    const [one, other] = await Promise.all([createPerson('viewer'), createPerson('viewer')]);
    const tokens = [await tokenOf(await signedIn(one)), await tokenOf(await signedIn(other))];
    // On the emulators onCall asks Firebase Auth first, and gives no details: the trigger may be that fast.
    const early = kind === 'callable' ? [undefined] : [];
    await editInConsole(one.uid, { disabled: true });
    const disabled = await ask(kind, 'document', tokens[0] ?? null);
    expect([{ reason: 'disabled' }, ...early]).toContainEqual(disabled.said);
    expect([401, 403]).toContain(disabled.status);
    const later = new Timestamp(Math.floor(Date.now() / 1000) + 2, 0);
    await editInConsole(other.uid, { sessionsRevokedAt: later });
    const ended = await ask(kind, 'document', tokens[1] ?? null);
    expect([{ reason: 'session-revoked' }, ...early]).toContainEqual(ended.said);
    expect(ended.status).toBe(401);
  });

  it('by the marker refuses an account without a marker, by the document one without a document', async () => {
    const token = await tokenOf(await signedIn(await createAccount()));
    for (const check of ['marker', 'document'] as const) {
      expect((await ask(kind, check, token)).said).toEqual({ reason: 'not-allowed' });
    }
  });
});

describe.each(['callable', 'http'] as const)('a guarded %s function', (kind) => {
  let owner: TestUser;
  let viewer: TestUser;
  beforeEach(async () => {
    [owner, viewer] = await Promise.all([createPerson('owner'), createPerson('viewer')]);
  });
  afterEach(() => db.doc(ACCESS_SETTINGS_PATH).delete());

  it('lets only the top role in during a lockdown, and all users after it', async () => {
    const tokens = {
      owner: await tokenOf(await signedIn(owner)),
      viewer: await tokenOf(await signedIn(viewer)),
    };
    await db.doc(ACCESS_SETTINGS_PATH).set({ lockdown: true, minimumAuthTime: null });
    for (const check of ['token', 'marker', 'document'] as const) {
      expect((await ask(kind, check, tokens.owner)).said).toBe(owner.uid);
      expect(await ask(kind, check, tokens.viewer)).toMatchObject({
        status: 403,
        said: { reason: 'locked-down' },
      });
    }
    await db.doc(ACCESS_SETTINGS_PATH).set({ lockdown: false, minimumAuthTime: null });
    expect((await ask(kind, 'token', tokens.viewer)).said).toBe(viewer.uid);
  });

  it('refuses sign-ins from before the minimum, and takes the next one', async () => {
    const client = await signedIn(viewer);
    const token = await tokenOf(client);
    const signIn = (await client.auth.currentUser?.getIdTokenResult())?.claims.auth_time;
    const minimumAuthTime = new Timestamp(Number(signIn) + 1, 0);
    await untilSecond(minimumAuthTime.seconds);
    await db.doc(ACCESS_SETTINGS_PATH).set({ lockdown: false, minimumAuthTime });
    for (const check of ['token', 'marker', 'document'] as const) {
      expect(await ask(kind, check, token)).toMatchObject({
        status: 401,
        said: { reason: 'sign-in-too-old' },
      });
    }
    const next = await tokenOf(await signedIn(viewer));
    expect((await ask(kind, 'document', next)).said).toBe(viewer.uid);
  });
});

/** Until the clock shows the second: a minimum in the future would be a lockdown. */
async function untilSecond(second: number): Promise<void> {
  while (Date.now() < second * 1000) await new Promise((resolve) => setImmediate(resolve));
}

describe('the sample operations of the HTTP function', () => {
  const get = (path: string, token: string | null) =>
    fetch(stack.hostingUrl + path, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    });
  let post: string;
  beforeAll(async () => {
    // The first question starts a worker, which takes its time on a busy machine.
    await (await get('/api', null)).text();
    const now = Timestamp.now();
    const fields = {
      title: 'Hello',
      body: 'there',
      authorId: 'test',
      createdAt: now,
      updatedAt: now,
    };
    post = (await db.collection('posts').add({ ...fields, status: 'published' })).id;
    await db.collection('posts').add({ ...fields, title: 'A draft', status: 'draft' });
  });

  it('GET /api/posts returns published posts to users with the permission', async () => {
    const token = await tokenOf(await signedIn(await createPerson('viewer')));
    const answer = await get('/api/posts', token);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
    const { posts } = (await answer.json()) as { posts: { id: string; title: string }[] };
    expect(posts.map(({ id }) => id)).toContain(post);
    expect(posts.map(({ title }) => title)).not.toContain('A draft');
    expect((await get('/api/posts', null)).status).toBe(401);
    const noRole = await tokenOf(await signedIn(await createAccount()));
    expect((await get('/api/posts', noRole)).status).toBe(403);
  });

  it('GET /api/audit is for admins of this moment', async () => {
    const admin = await createPerson('admin');
    const token = await tokenOf(await signedIn(admin));
    const answer = await get('/api/audit', token);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const { entries } = (await answer.json()) as { entries: { uid: string; at: object }[] };
    expect(entries.find(({ uid }) => uid === admin.uid)).toMatchObject({
      type: 'token-claims-change',
      at: { seconds: expect.any(Number), nanoseconds: expect.any(Number) },
    });
    const editor = await tokenOf(await signedIn(await createPerson('editor')));
    expect((await get('/api/audit', editor)).status).toBe(403);
    await editInConsole(admin.uid, { role: 'editor' });
    expect((await get('/api/audit', token)).status).toBe(403);
  });
});
