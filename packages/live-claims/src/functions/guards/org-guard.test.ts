import { describe, expect, it } from 'vitest';
import {
  type Check,
  type ClaimValues,
  DEFAULT_NAMES,
  pathsOf,
  timestampAt,
} from '../../core/index.ts';
import { orgRoles } from '../../testing/org-config.ts';
import { type Caller, callerOf, requires } from './check-access.ts';
import { createGuard } from './guard.ts';
import { fakeClock, fakeDocuments, PATHS } from './testing/fake-documents.ts';

const SECOND = 1_800_000_000;
const VERSION = 1_700_000_000_000_000;
const at = (seconds: number) => timestampAt(seconds);
const MEMBER = pathsOf(DEFAULT_NAMES.collections).member('acme', 'mia');
const OTHER = pathsOf(DEFAULT_NAMES.collections).member('globex', 'mia');

const ACME = { id: 'acme' };

/** An editor of acme: token, marker and membership agree, but for what is given. */
function scene({
  claims = { o: { acme: 'e' } },
  token = claims,
  lockdownChecks,
}: {
  claims?: ClaimValues;
  token?: Readonly<Record<string, unknown>>;
  lockdownChecks?: readonly Check[];
} = {}) {
  const documents = fakeDocuments();
  const marker = {
    claimsUpdatedAt: at(1_700_000_000),
    version: VERSION,
    role: null,
    expiresAt: null,
    status: 'applied',
    problem: null,
    additionalClaims: claims,
  };
  documents.set(PATHS.marker, marker);
  documents.set(PATHS.user, { role: null });
  documents.set(MEMBER, { role: 'editor', uid: 'mia' });
  const clock = fakeClock(SECOND * 1000);
  const guard = createGuard(orgRoles, documents.read, { clock, lockdownChecks });
  const caller = callerOf({
    uid: 'mia',
    auth_time: SECOND - 10,
    iat: SECOND - 10,
    cv: VERSION,
    ...token,
  }) as Caller;
  const decide = (check: Check, permission = 'notes.write', org: { id: unknown } = ACME) =>
    guard(requires(permission, { check, in: () => org.id }), caller);
  const ask = async (...question: Parameters<typeof decide>) => {
    const { refusal } = await decide(...question);
    return refusal?.reason ?? 'may';
  };
  const ofMarker = (change: object) => documents.set(PATHS.marker, { ...marker, ...change });
  return { documents, guard, caller, decide, ask, ofMarker };
}

describe.each(['token', 'marker', 'document'] as const)(
  'in an organisation, by the %s',
  (check) => {
    it('lets members do there what their role there may', async () => {
      const { ask, decide } = scene();
      expect(await ask(check)).toBe('may');
      expect(await ask(check, 'members.manage')).toBe('not-allowed');
      expect((await decide(check)).org).toEqual({ id: 'acme', role: 'editor' });
    });

    it('lets them do nothing elsewhere, and nothing of the app by the same role', async () => {
      const { ask, guard, caller } = scene();
      expect(await ask(check, 'notes.read', { id: 'globex' })).toBe('not-allowed');
      const { refusal } = await guard(requires('posts.read', { check }), caller);
      expect(refusal?.reason).toBe('not-allowed');
    });

    it('gives the roles of the app nothing in an organisation', async () => {
      const { ask, documents, ofMarker } = scene({
        claims: {},
        token: { role: 'owner', cv: VERSION },
      });
      ofMarker({ role: 'owner', additionalClaims: undefined });
      documents.set(PATHS.user, { role: 'owner' });
      documents.set(MEMBER, null);
      expect(await ask(check, 'notes.read')).toBe('not-allowed');
    });

    it.each([undefined, null, '', 'a/members/mia/x', 'acme/', ['acme'], { acme: 1 }, '__x__'])(
      'refuses what is no id of an organisation, before it reads anything: %j',
      async (org) => {
        const { ask, documents } = scene({ token: { o: { acme: 'o', '': 'o' }, om: 1 } });
        expect(await ask(check, 'notes.read', { id: org })).toBe('not-allowed');
        expect(documents.trips).toEqual([]);
      },
    );

    it('takes an organisation that could not be found for none, not for the app', async () => {
      const { guard, caller, documents, ofMarker } = scene({
        token: { role: 'viewer' },
        claims: {},
      });
      ofMarker({ role: 'viewer', additionalClaims: undefined });
      documents.set(PATHS.user, { role: 'viewer' });
      expect((await guard(requires('posts.read', { check }), caller)).refusal).toBeNull();
      const lost = requires('posts.read', { check, in: undefined as never });
      expect((await guard(lost, caller)).refusal).toEqual({ reason: 'not-allowed' });
    });

    it('waits for the organisation, and passes on why there is none', async () => {
      const { guard, caller } = scene();
      const slow = async ({ orgId }: { orgId: string }) => orgId;
      const mayWrite = requires('notes.write', { check, in: slow });
      expect((await guard(mayWrite, caller, { orgId: 'acme' })).refusal).toBeNull();
      expect((await guard(mayWrite, caller, { orgId: 'globex' })).refusal).not.toBeNull();
      await expect(guard(mayWrite, caller, null)).rejects.toThrow(TypeError);
    });

    it('in a lockdown is for the top role of the app alone, as far as its membership goes', async () => {
      const { ask, documents } = scene();
      documents.set(PATHS.settings, { lockdown: true });
      expect(await ask(check)).toBe('locked-down');
      documents.set(PATHS.user, { role: 'owner' });
      expect(await ask(check)).toBe('may');
      expect(await ask(check, 'members.manage')).toBe('not-allowed');
    });

    it('asks an app without organisations for nothing that it could have', async () => {
      const { documents, caller } = scene();
      const { orgs: _, ...withoutOrgs } = orgRoles;
      const guard = createGuard(withoutOrgs, documents.read, { clock: fakeClock(SECOND * 1000) });
      const { refusal } = await guard(requires('notes.read', { check, in: 'acme' }), caller);
      expect(refusal).not.toBeNull();
    });
  },
);

describe.each(['token', 'marker'] as const)('in an organisation, by the %s', (check) => {
  it.each([
    ['of no code that the table has', { o: { acme: 'x' } }],
    ['of a code that is a list', { o: { acme: ['e'] } }],
    ['of the role’s name instead of its code', { o: { acme: 'editor' } }],
    ['that has ended', { o: { acme: 'e' }, ox: { acme: SECOND } }],
    ['with an end that is no number', { o: { acme: 'e' }, ox: { acme: 'never' } }],
    ['in a list', { o: ['acme'] }],
    ['without a version', { o: { acme: 'e' }, cv: 0 }],
  ])('finds no membership %s', async (_, token) => {
    const { ask, ofMarker } = scene({ token });
    ofMarker({ additionalClaims: { o: token.o, ...('ox' in token && { ox: token.ox }) } });
    if ('cv' in token) ofMarker({ additionalClaims: { o: token.o }, version: 0 });
    expect(await ask(check, 'notes.read')).toMatch(/^(not-allowed|token-stale)$/);
  });

  it('lets a membership live until its last second', async () => {
    const { ask } = scene({ claims: { o: { acme: 'e' }, ox: { acme: SECOND + 1 } } });
    expect(await ask(check)).toBe('may');
  });

  it('reads no membership where the token names it', async () => {
    const { ask, documents } = scene({ claims: { o: { acme: 'e' }, om: 1 } });
    documents.set(MEMBER, null);
    expect(await ask(check)).toBe('may');
    expect(documents.trips.flat()).not.toContain(MEMBER);
  });
});

describe('by the token', () => {
  it('asks for the newer token of a member who has become one', async () => {
    const { guard, caller } = scene({ token: { cv: VERSION - 1 } });
    const { refusal } = await guard(requires('notes.read', { check: 'token', in: 'acme' }), caller);
    expect(refusal).toEqual({ reason: 'token-stale', version: VERSION });
  });
});

describe('by the marker', () => {
  it.each([
    ['a higher role', { o: { acme: 'o' } }],
    ['another organisation', { o: { acme: 'e', globex: 'o' } }],
    ['no end', { o: { acme: 'e' } }, { o: { acme: 'e' }, ox: { acme: SECOND + 60 } }],
    ['a flag', { o: { acme: 'e' }, om: 1 }],
    ['a plan', { o: { acme: 'e' }, plan: 'pro' }],
  ])(
    'refuses claims that stand above the account’s: %s',
    async (_, token, claims?: ClaimValues) => {
      const { ask } = scene({ token, ...(claims && { claims }) });
      expect(await ask('marker')).toBe('claims-shadowed');
      const newer = scene({ token: { ...token, cv: VERSION + 1 }, ...(claims && { claims }) });
      expect(await newer.ask('marker')).toBe('claims-shadowed');
    },
  );

  it('does so too where the marker is of a release that did not say when the role ends', async () => {
    const { ask, ofMarker } = scene({ token: { o: { acme: 'o' } } });
    ofMarker({ expiresAt: undefined });
    expect(await ask('marker')).toBe('claims-shadowed');
  });

  it('takes claims for the same in any order', async () => {
    const { ask } = scene({
      claims: { o: { acme: 'e', b: 'v' } },
      token: { o: { b: 'v', acme: 'e' } },
    });
    expect(await ask('marker')).toBe('may');
  });

  it('asks for the newer token of a member who was removed', async () => {
    const { ask, ofMarker } = scene();
    ofMarker({ version: VERSION + 1, additionalClaims: undefined });
    expect(await ask('marker')).toBe('token-stale');
  });
});

describe('by the membership', () => {
  it.each([
    ['removed', null],
    ['disabled', { role: 'editor', disabled: true }],
    ['disabled by what is not false', { role: 'editor', disabled: 'no' }],
    ['over', { role: 'editor', roleExpiresAt: at(SECOND) }],
    ['of an end that cannot be read', { role: 'editor', roleExpiresAt: 'never' }],
    ['of an unknown role', { role: 'admin' }],
    ['of the code of a role', { role: 'e' }],
    ['of no role', { role: null }],
  ])('refuses one that is %s, whatever the token says', async (_, member) => {
    const { ask, documents } = scene();
    documents.set(MEMBER, member);
    expect(await ask('document', 'notes.read')).toBe('not-allowed');
  });

  it.each([
    ['is disabled', { role: null, disabled: true }, 'disabled'],
    ['was signed out everywhere', { sessionsRevokedAt: at(SECOND) }, 'session-revoked'],
    ['has no document', null, 'not-allowed'],
  ])('refuses an account that %s', async (_, user, reason) => {
    const { ask, documents } = scene();
    documents.set(PATHS.user, user);
    expect(await ask('document', 'notes.read')).toBe(reason);
  });

  it('needs no membership in the token', async () => {
    expect(await scene({ token: {} }).ask('document')).toBe('may');
  });

  it('reads both and the settings in one round trip', async () => {
    const { ask, documents } = scene();
    await ask('document');
    expect(documents.trips).toEqual([[PATHS.settings, PATHS.user, MEMBER]]);
  });
});

describe('a token without room for all organisations', () => {
  const claims = { o: { globex: 'v' }, om: 1 };

  it.each([
    ['token', [[PATHS.settings], [PATHS.user, MEMBER]]],
    ['marker', [[PATHS.settings, PATHS.marker, PATHS.user, MEMBER]]],
  ] as const)('by the %s falls back to the membership', async (check, trips) => {
    const { ask, documents } = scene({ claims });
    expect(await ask(check)).toBe('may');
    expect(documents.trips).toEqual(trips);
    documents.set(MEMBER, null);
    expect(await ask(check)).toBe('not-allowed');
  });

  it.each(['token', 'marker'] as const)(
    'by the %s refuses a disabled account there, and one without a document',
    async (check) => {
      const { ask, documents } = scene({ claims });
      documents.set(PATHS.user, { disabled: true });
      expect(await ask(check)).toBe('disabled');
      documents.set(PATHS.user, null);
      expect(await ask(check)).toBe('not-allowed');
    },
  );

  it('asks the membership of no organisation that it names', async () => {
    const { ask, documents } = scene({ claims });
    documents.set(OTHER, { role: 'owner' });
    expect(await ask('token', 'notes.write', { id: 'globex' })).toBe('not-allowed');
    expect(documents.trips.flat()).not.toContain(OTHER);
  });

  it.each([
    ['is no 1', { om: true }],
    ['stands in a token without a version', { om: 1, cv: 0 }],
  ])('is none where the flag %s', async (_, token) => {
    const { ask, documents } = scene({ token });
    expect(await ask('token')).not.toBe('may');
    expect(documents.trips.flat()).not.toContain(MEMBER);
  });

  it('asks for a lockdown as the check of the document does', async () => {
    const { ask, documents } = scene({ claims, lockdownChecks: ['document'] });
    documents.set(PATHS.settings, { lockdown: true });
    expect(await ask('token')).toBe('locked-down');
    expect(await ask('token', 'notes.read', { id: 'globex' })).toBe('may');
  });
});

describe('claims of the app’s own', () => {
  const custom = async (token: ClaimValues, user: object, check: Check) => {
    const { guard, caller, documents } = scene({ claims: token });
    documents.set(PATHS.user, { role: null, ...user });
    const decision = await guard(requires(null, { check }), caller);
    expect(decision.refusal).toBeNull();
    return decision.custom;
  };

  it.each(['token', 'marker'] as const)('are those of the token, by the %s', async (check) => {
    expect(await custom({ plan: 'pro', a: 'north', o: {} }, { plan: 'free' }, check)).toEqual({
      plan: 'pro',
      area: 'north',
    });
    expect(await custom({}, { plan: 'free' }, check)).toEqual({});
  });

  it('are those of now, by the document', async () => {
    expect(await custom({ plan: 'pro' }, { plan: 'free', salesArea: 'n' }, 'document')).toEqual({
      plan: 'free',
      area: 'n',
    });
    expect(await custom({ plan: 'pro' }, {}, 'document')).toEqual({});
    expect(await custom({ plan: 'pro' }, { plan: 'gold' }, 'document')).toEqual({});
    expect(await custom({ a: 'last' }, { salesArea: 7 }, 'document')).toEqual({ area: 'last' });
  });

  it('are none of a token without a version', async () => {
    const { guard, caller } = scene({ token: { plan: 'pro', cv: 0 } });
    expect((await guard(requires(null, { check: 'token' }), caller)).custom).toEqual({});
  });
});
