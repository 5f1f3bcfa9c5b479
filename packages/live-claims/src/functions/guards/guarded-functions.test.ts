import { type CallableRequest, HttpsError } from 'firebase-functions/https';
import * as logger from 'firebase-functions/logger';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RefusalDetails, timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { callGuard } from './callable.ts';
import { type Caller, callerOf, requires } from './check-access.ts';
import { createGuard, identityOf } from './guard.ts';
import { requestGuard } from './http.ts';
import { fakeClock, fakeDocuments, PATHS } from './testing/fake-documents.ts';
import { type Served, serve } from './testing/serve.ts';

vi.mock('firebase-functions/logger', () => ({ debug: vi.fn(), warn: vi.fn() }));

const SECOND = 1_800_000_000;
const at = (seconds: number) => timestampAt(seconds);
const TOKEN = { uid: 'mia', role: 'editor', cv: 5, auth_time: SECOND - 10, iat: SECOND - 10 };
const marker = { claimsUpdatedAt: at(1), version: 5, role: 'editor', status: 'applied' };

type Doing = Partial<Record<'settings' | 'marker' | 'user', Record<string, unknown> | null>>;
interface Case {
  readonly reason: RefusalDetails['reason'];
  readonly requirement: Parameters<typeof requires>[1];
  readonly token?: object | null;
  readonly documents?: Doing;
  readonly details?: object;
}

/** Every reason to refuse, each by the check that finds it. */
const CASES: readonly Case[] = [
  { reason: 'signed-out', requirement: { check: 'token' }, token: null },
  { reason: 'not-allowed', requirement: { check: 'token' }, token: { role: null } },
  {
    reason: 'token-stale',
    requirement: { check: 'token' },
    token: { role: null, cv: 4 },
    details: { version: 5 },
  },
  {
    reason: 'token-stale',
    requirement: { check: 'marker' },
    token: { cv: 4 },
    details: { version: 5 },
  },
  {
    reason: 'session-revoked',
    requirement: { check: 'marker' },
    documents: { marker: { ...marker, problem: null, sessionsRevokedAt: at(SECOND) } },
  },
  {
    reason: 'disabled',
    requirement: { check: 'marker' },
    documents: { marker: { ...marker, problem: null, disabled: true } },
  },
  {
    reason: 'not-allowed',
    requirement: { check: 'document' },
    documents: { user: { role: null } },
  },
  { reason: 'not-allowed', requirement: { check: 'document' }, documents: { user: null } },
  {
    reason: 'session-revoked',
    requirement: { check: 'document' },
    documents: { user: { role: 'editor', sessionsRevokedAt: at(SECOND) } },
  },
  {
    reason: 'disabled',
    requirement: { check: 'document' },
    documents: { user: { role: 'editor', disabled: true } },
  },
  {
    reason: 'locked-down',
    requirement: { check: 'document' },
    documents: { settings: { lockdown: true } },
  },
  {
    reason: 'sign-in-too-old',
    requirement: { check: 'document' },
    documents: { settings: { minimumAuthTime: at(SECOND) } },
  },
  {
    reason: 'claims-shadowed',
    requirement: { check: 'marker' },
    documents: { marker: { ...marker, problem: null, role: 'viewer', expiresAt: null } },
  },
  { reason: 'signed-out', requirement: { check: 'document' }, token: { uid: 'mia/' } },
  {
    reason: 'signed-out',
    requirement: { check: 'token' },
    token: { firebase: { tenant: 'tenant-1' } },
  },
  { reason: 'sign-in-too-old', requirement: { check: 'document', maxSignInAge: 9 } },
  {
    reason: 'token-too-old',
    requirement: { check: 'document', maxTokenAge: 9 },
    details: { maxTokenAge: 9 },
  },
];

function guardFor({ documents = {} }: Pick<Case, 'documents'>) {
  const store = fakeDocuments();
  const all = { marker: { ...marker, problem: null }, user: { role: 'editor' }, ...documents };
  for (const [name, fields] of Object.entries(all)) {
    store.set(PATHS[name as keyof typeof PATHS], fields);
  }
  return createGuard(appRoles, store.read, { clock: fakeClock(SECOND * 1000) });
}

const tokenOf = ({ token = {} }: Pick<Case, 'token'>) =>
  token === null ? null : { ...TOKEN, ...token };

const logged = () => [
  ...vi.mocked(logger.debug).mock.calls.map((call) => ['debug', ...call]),
  ...vi.mocked(logger.warn).mock.calls.map((call) => ['warn', ...call]),
];

beforeEach(() => {
  vi.clearAllMocks();
});

describe('a guarded callable', () => {
  const requestWith = (token: object | null, data: unknown = null) =>
    ({
      data,
      ...(token && { auth: { uid: 'mia', token } }),
    }) as unknown as CallableRequest<unknown>;

  it('runs for a caller that is let through, and gets the caller', async () => {
    const guardCall = callGuard(guardFor({}));
    const handler = vi.fn(async ({ data }: CallableRequest<unknown>, { uid }: Caller) => ({
      data,
      uid,
    }));
    const call = guardCall(requires('posts.read', { check: 'document' }), handler);
    expect(await call(requestWith(TOKEN, 7))).toEqual({ data: 7, uid: 'mia' });
    expect(handler).toHaveBeenCalledExactlyOnceWith(expect.anything(), {
      ...callerOf(TOKEN),
      org: null,
      custom: {},
    });
    expect(logged()).toEqual([]);
  });

  it.each(CASES)('does not run when it is refused: $reason, $requirement', async (refused) => {
    const handler = vi.fn(async () => 'ran');
    const guardCall = callGuard(guardFor(refused));
    const call = guardCall(requires('posts.read', refused.requirement), handler);
    const error = await call(requestWith(tokenOf(refused))).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(HttpsError);
    expect((error as HttpsError).details).toEqual({ reason: refused.reason, ...refused.details });
    expect(handler).not.toHaveBeenCalled();
  });

  it('passes on what the handler throws', async () => {
    const call = callGuard(guardFor({}))(requires(null, { check: 'document' }), async () => {
      throw new HttpsError('not-found', 'No such account.');
    });
    await expect(call(requestWith(TOKEN))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('does not run when the documents cannot be read', async () => {
    const handler = vi.fn(async () => 'ran');
    const call = callGuard(async () => {
      throw new Error('out of reach');
    })(requires(null, { check: 'document' }), handler);
    await expect(call(requestWith(TOKEN))).rejects.toThrow('out of reach');
    expect(handler).not.toHaveBeenCalled();
  });
});

describe('a guarded HTTP function', () => {
  let served: Served | null = null;
  afterEach(async () => {
    await served?.close();
    served = null;
  });

  async function ask(given: Case, handler: Parameters<ReturnType<typeof requestGuard>>[1]) {
    const token = tokenOf(given);
    const guardRequest = requestGuard(guardFor(given), async () =>
      token === null ? { refusal: { reason: 'signed-out' } } : identityOf(token),
    );
    served = await serve(guardRequest(requires('posts.read', given.requirement), handler));
    return fetch(served.url);
  }

  it('runs for a caller that is let through, and gets the caller', async () => {
    const given: Case = { reason: 'not-allowed', requirement: { check: 'document' } };
    const answer = await ask(given, async (_request, response, { uid }) => {
      response.json({ uid });
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ uid: 'mia' });
  });

  it.each(CASES)('does not run when it is refused: $reason, $requirement', async (refused) => {
    const handler = vi.fn(async () => {});
    const answer = await ask(refused, handler);
    const forbidden = ['disabled', 'locked-down', 'claims-shadowed', 'not-allowed'].includes(
      refused.reason,
    );
    expect(answer.status).toBe(forbidden ? 403 : 401);
    expect(answer.headers.has('www-authenticate')).toBe(!forbidden);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(await answer.json()).toEqual({
      error: expect.stringMatching(/\.$/),
      details: { reason: refused.reason, ...refused.details },
    });
    expect(handler).not.toHaveBeenCalled();
  });
});

describe('the log', () => {
  const logOf = async (given: Case) => {
    const token = tokenOf(given);
    const request = { ...(token && { auth: { uid: 'mia', token } }) };
    const call = callGuard(guardFor(given))(
      requires('posts.read', given.requirement),
      async () => 'ran',
    );
    await expect(call(request as unknown as CallableRequest<unknown>)).rejects.toThrow();
    return logged();
  };

  it('warns of who was refused what', async () => {
    const given: Case = {
      reason: 'not-allowed',
      requirement: { check: 'document' },
      documents: { user: null },
    };
    expect(await logOf(given)).toEqual([
      [
        'warn',
        'access refused',
        { uid: 'mia', reason: 'not-allowed', permission: 'posts.read', check: 'document' },
      ],
    ]);
  });

  it.each(
    CASES.filter(({ reason }) => ['signed-out', 'token-stale', 'token-too-old'].includes(reason)),
  )('keeps quiet about everyday refusals: $reason', async (given) => {
    expect(await logOf(given)).toEqual([
      [
        'debug',
        'access refused',
        expect.objectContaining({
          uid: given.reason === 'signed-out' ? null : 'mia',
          reason: given.reason,
        }),
      ],
    ]);
  });
});
