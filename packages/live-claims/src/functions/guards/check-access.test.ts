import { describe, expect, it } from 'vitest';
import { type Check, timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import {
  type AccessFacts,
  type Caller,
  callerOf,
  checkAccess,
  type MarkerFacts,
  requires,
} from './check-access.ts';

const SECOND = 1_800_000_000;
const NOW = SECOND * 1000;
const VERSION = 1_700_000_000_000_000;
const at = (seconds: number) => timestampAt(seconds);

const caller = (change: Partial<Caller> & { role?: string | null; rx?: number | null } = {}) => {
  const { role = 'editor', rx = null, ...rest } = change;
  return {
    uid: 'mia',
    access: { role, expiresAt: rx, version: VERSION },
    authTime: SECOND - 1000,
    issuedAt: SECOND - 100,
    token: {},
    ...rest,
  };
};
const marker: MarkerFacts = {
  version: VERSION,
  role: 'editor',
  sessionsRevokedAt: null,
  disabled: false,
  expiresAt: null,
};
const open = { lockdown: false, minimumAuthTime: null };

interface Question {
  readonly permission?: string | null;
  readonly maxTokenAge?: number;
  readonly maxSignInAge?: number;
  readonly who?: Caller;
  readonly facts?: Partial<AccessFacts>;
  readonly now?: number;
}
const checkBy =
  (check: Check, given: Partial<AccessFacts>) =>
  ({ permission = 'posts.read', who = caller(), facts, now = NOW, ...ages }: Question = {}) =>
    checkAccess(
      appRoles,
      requires(permission, { check, ...ages }),
      who,
      { settings: open, ...given, ...facts },
      now,
    );
const byToken = checkBy('token', {});
const byMarker = checkBy('marker', { marker });
const byDocument = checkBy('document', { user: { role: 'editor' } });
const ALL = [
  ['token', byToken],
  ['marker', byMarker],
  ['document', byDocument],
] as const;

describe.each(ALL)('a check by %s', (_, ask) => {
  it('lets a caller with the permission through', () => {
    expect(ask()).toBeNull();
  });

  it('refuses a caller without it', () => {
    expect(ask({ permission: 'posts.publish' })).toEqual({ reason: 'not-allowed' });
    expect(ask({ permission: 'no.such.permission' })).toEqual({ reason: 'not-allowed' });
  });

  it.each([
    ['a second before it', -1, { reason: 'sign-in-too-old' }],
    ['in its second', 0, null],
    ['a second after it', 1, null],
  ])('compares the sign-in with the minimum: %s', (__, seconds, expected) => {
    const minimumAuthTime = SECOND - 500;
    expect(
      ask({
        who: caller({ authTime: minimumAuthTime + seconds }),
        facts: { settings: { lockdown: false, minimumAuthTime } },
      }),
    ).toEqual(expected);
  });

  it('refuses a sign-in from before the minimum to the top role too', () => {
    const settings = { lockdown: true, minimumAuthTime: SECOND };
    const user = { role: 'owner' };
    expect(ask({ facts: { settings, user } })).toEqual({ reason: 'sign-in-too-old' });
  });

  it.each([
    ['the top role', { role: 'owner' }, null],
    ['a role below it', { role: 'admin' }, { reason: 'locked-down' }],
    ['an ended top role', { role: 'owner', roleExpiresAt: at(SECOND) }, { reason: 'locked-down' }],
    ['a top role that ends later', { role: 'owner', roleExpiresAt: at(SECOND + 1) }, null],
    [
      'a top role signed out everywhere since',
      { role: 'owner', sessionsRevokedAt: at(SECOND + 1) },
      { reason: 'session-revoked' },
    ],
    ['no document', null, undefined],
  ])('in a lockdown admits by the document: %s', (__, user, expected) => {
    const facts = { settings: { lockdown: true, minimumAuthTime: null }, user };
    expect(ask({ facts })).toEqual(expected === undefined ? { reason: 'locked-down' } : expected);
  });

  it.each([
    ['a millisecond before the limit', -1, null],
    ['at the limit', 0, null],
    ['a millisecond after it', 1, { reason: 'token-too-old', maxTokenAge: 100 }],
  ])('limits the age of the token: %s', (__, ms, expected) => {
    expect(ask({ maxTokenAge: 100, now: NOW + ms })).toEqual(expected);
  });

  it.each([
    ['a millisecond before the limit', -1, null],
    ['at the limit', 0, null],
    ['a millisecond after it', 1, { reason: 'sign-in-too-old' }],
  ])('limits the age of the sign-in: %s', (__, ms, expected) => {
    expect(ask({ maxSignInAge: 1000, now: NOW + ms })).toEqual(expected);
  });

  it('does not ask for a fresh token where it would not help', () => {
    expect(ask({ permission: 'posts.publish', maxTokenAge: 1, maxSignInAge: 1 })).toEqual({
      reason: 'not-allowed',
    });
  });

  it('takes a token of no age and no sign-in time for one from the beginning of time', () => {
    const who = callerOf({ uid: 'mia', role: 'editor', cv: VERSION }) as Caller;
    expect(ask({ who })).toBeNull();
    expect(ask({ who, maxTokenAge: 1_000_000 })?.reason).toBe('token-too-old');
    const settings = { lockdown: false, minimumAuthTime: 1 };
    expect(ask({ who, facts: { settings } })?.reason).toBe('sign-in-too-old');
  });

  it('asks for no permission where none is required', () => {
    const facts = { user: {}, marker: { ...marker, role: null } };
    expect(ask({ permission: null, who: caller({ role: null }), facts })).toBeNull();
  });
});

describe.each(ALL.slice(0, 2))('a check by %s', (_, ask) => {
  it.each([
    ['a second before its end', 1, null],
    ['at its end', 0, { reason: 'not-allowed' }],
    ['a second after its end', -1, { reason: 'not-allowed' }],
  ])('takes the role of the token until it ends: %s', (__, seconds, expected) => {
    const rx = SECOND + seconds;
    const facts = { marker: { ...marker, expiresAt: rx } };
    expect(ask({ who: caller({ rx }), facts })).toEqual(expected);
  });

  it('finds nothing in a token without a role, or with one that the table does not have', () => {
    for (const role of [null, 'Editor', 'constructor']) {
      const facts = { marker: { ...marker, role } };
      expect(ask({ who: caller({ role }), facts })).toEqual({ reason: 'not-allowed' });
    }
  });

  it('finds nothing in a role without a version, which another program put there', () => {
    const access = { role: 'editor', expiresAt: null, version: 0 };
    const facts = { marker: { ...marker, version: 0 } };
    expect(ask({ who: caller({ access }), facts })).toEqual({ reason: 'not-allowed' });
  });

  it('does not look at the document', () => {
    expect(ask({ facts: { user: { role: null } } })).toBeNull();
    expect(ask({ facts: { user: { role: 'editor', disabled: true } } })).toBeNull();
    const facts = { user: { role: 'owner' }, marker: { ...marker, role: null } };
    expect(ask({ who: caller({ role: null }), facts })).toEqual({ reason: 'not-allowed' });
  });
});

describe('a check by the marker', () => {
  it.each([
    ['behind it', -1, { reason: 'token-stale', version: VERSION }],
    ['level with it', 0, null],
    ['ahead of it', 1, null],
  ])('compares the token with the marker: %s', (_, ahead, expected) => {
    const access = { role: 'editor', expiresAt: null, version: VERSION + ahead };
    expect(byMarker({ who: caller({ access }) })).toEqual(expected);
  });

  it.each([
    ['a second before', -1, { reason: 'session-revoked' }],
    ['in that second', 0, null],
    ['a second after', 1, null],
  ])('refuses sign-ins from before the sessions ended: %s', (_, seconds, expected) => {
    const end = SECOND - 500;
    expect(
      byMarker({
        who: caller({ authTime: end + seconds }),
        facts: { marker: { ...marker, sessionsRevokedAt: timestampAt(end, 999) } },
      }),
    ).toEqual(expected);
  });

  it.each([
    ['a higher role', { role: 'owner' }, {}],
    ['a lower role', { role: 'viewer' }, {}],
    ['a role, where there is none', {}, { role: null }],
    ['no role, where there is one', { role: null }, {}],
    ['no end, where there is one', {}, { expiresAt: SECOND + 60 }],
    ['a later end', { rx: SECOND + 61 }, { expiresAt: SECOND + 60 }],
    ['an end, where there is none', { rx: SECOND + 60 }, {}],
  ])('refuses claims that stand above the account’s: %s', (_, token, change) => {
    const facts = { marker: { ...marker, ...change } };
    const shadowed = { reason: 'claims-shadowed' };
    expect(byMarker({ who: caller(token), facts })).toEqual(shadowed);
    expect(byMarker({ permission: null, who: caller(token), facts })).toEqual(shadowed);
    const newer = { ...caller(token).access, version: Number.MAX_SAFE_INTEGER };
    expect(byMarker({ who: caller({ access: newer }), facts })).toEqual(shadowed);
  });

  it('asks for the new token first, which may say the same', () => {
    const facts = { marker: { ...marker, role: null, version: VERSION + 1 } };
    expect(byMarker({ facts })).toEqual({ reason: 'token-stale', version: VERSION + 1 });
  });

  it('compares the version alone with a marker that does not say when the role ends', () => {
    const older = { ...marker, role: null, expiresAt: undefined };
    expect(byMarker({ who: caller({ rx: SECOND + 60 }), facts: { marker: older } })).toBeNull();
    const newer = { ...older, version: VERSION + 1 };
    expect(byMarker({ facts: { marker: newer } })?.reason).toBe('token-stale');
  });

  it('refuses a disabled account, and says that before anything else', () => {
    const gone = { ...marker, disabled: true, version: VERSION + 1, sessionsRevokedAt: at(SECOND) };
    expect(byMarker({ facts: { marker: gone } })).toEqual({ reason: 'disabled' });
  });

  it('refuses where there is no marker, even what asks for no permission', () => {
    expect(byMarker({ permission: null, facts: { marker: null } })).toEqual({
      reason: 'not-allowed',
    });
    const missing = checkAccess(
      appRoles,
      requires(null, { check: 'marker' }),
      caller(),
      { settings: open },
      NOW,
    );
    expect(missing).toEqual({ reason: 'not-allowed' });
  });

  it('refuses a token that was written without a version', () => {
    const access = { role: 'editor', expiresAt: null, version: 0 };
    expect(byMarker({ who: caller({ access }) })?.reason).toBe('token-stale');
  });
});

describe('a check by the document', () => {
  it('does not look at the role in the token', () => {
    expect(byDocument({ who: caller({ role: 'owner' }), permission: 'settings.change' })).toEqual({
      reason: 'not-allowed',
    });
    expect(byDocument({ who: caller({ role: null, rx: 1 }) })).toBeNull();
  });

  it.each([
    ['none', null],
    ['one without a role', {}],
    ['a role that is no text', { role: ['editor'] }],
    ['an end that is no time', { role: 'editor', roleExpiresAt: 'never' }],
    [
      'an end that a backup left as a map',
      { role: 'editor', roleExpiresAt: { ...at(SECOND + 60) } },
    ],
    ['a grant that has just ended', { role: 'editor', roleExpiresAt: at(SECOND) }],
  ])('finds no permission in a document like %s', (_, user) => {
    expect(byDocument({ facts: { user } })).toEqual({ reason: 'not-allowed' });
  });

  it('lets a grant live until its last second', () => {
    const user = { role: 'editor', roleExpiresAt: at(SECOND + 1) };
    expect(byDocument({ facts: { user }, now: NOW + 999 })).toBeNull();
    expect(byDocument({ facts: { user }, now: NOW + 1000 })).toEqual({ reason: 'not-allowed' });
  });

  it.each([true, 'no', 0, null])('takes an account for disabled by %j', (disabled) => {
    expect(byDocument({ permission: null, facts: { user: { role: 'editor', disabled } } })).toEqual(
      {
        reason: 'disabled',
      },
    );
  });

  it('takes an account for enabled by false', () => {
    expect(byDocument({ facts: { user: { role: 'editor', disabled: false } } })).toBeNull();
  });

  it.each([
    ['a second before', -1, { reason: 'session-revoked' }],
    ['in that second', 0, null],
    ['a second after', 1, null],
  ])('refuses sign-ins from before the sessions ended: %s', (_, seconds, expected) => {
    const end = SECOND - 500;
    const user = { role: 'editor', sessionsRevokedAt: timestampAt(end, 999) };
    expect(byDocument({ who: caller({ authTime: end + seconds }), facts: { user } })).toEqual(
      expected,
    );
  });

  it.each([
    ['that cannot be read', 'yesterday'],
    ['that a backup left as a map', { ...at(SECOND - 500) }],
    ['in the future', at(SECOND + 1)],
  ])('refuses every sign-in by an end of the sessions %s', (_, sessionsRevokedAt) => {
    expect(
      byDocument({
        permission: null,
        who: caller({ authTime: SECOND }),
        facts: { user: { role: 'editor', sessionsRevokedAt } },
      }),
    ).toEqual({ reason: 'session-revoked' });
  });

  it('takes an end of the sessions at this very moment', () => {
    const user = { role: 'editor', sessionsRevokedAt: at(SECOND) };
    expect(byDocument({ who: caller({ authTime: SECOND }), facts: { user } })).toBeNull();
  });

  it('refuses what asks for a permission where nothing was read', () => {
    const nothing = checkAccess(
      appRoles,
      requires('posts.read', { check: 'document' }),
      caller(),
      { settings: open },
      NOW,
    );
    expect(nothing).toEqual({ reason: 'not-allowed' });
  });
});

describe('the caller in a token', () => {
  it('is read from its claims', () => {
    const token = { uid: 'mia', role: 'editor', cv: 5, rx: 7, auth_time: 3, iat: 4 };
    expect(callerOf(token)).toEqual({
      uid: 'mia',
      access: { role: 'editor', expiresAt: 7, version: 5 },
      authTime: 3,
      issuedAt: 4,
      token,
    });
  });

  it.each(['boss/', 'users/boss', 'a/b/c', '.', '..', '__x__', '', 'x'.repeat(129)])(
    'is null for the id %j, which leads to another account’s document or to none',
    (uid) => {
      expect(callerOf({ uid, role: 'owner', cv: VERSION })).toBeNull();
    },
  );

  it.each(['tenant-1', '', 0, false])('is null for the tenant %j', (tenant) => {
    const token = { uid: 'mia', role: 'owner', cv: VERSION };
    expect(callerOf({ ...token, firebase: { sign_in_provider: 'password', tenant } })).toBeNull();
  });

  it.each([undefined, null, {}, { sign_in_provider: 'password' }, { tenant: null }])(
    'is an account without a tenant: %j',
    (firebase) => {
      expect(callerOf({ uid: 'mia', tenant: 'a-claim', firebase })?.uid).toBe('mia');
    },
  );

  it.each([undefined, null, '1800000000', 1.5, Number.NaN, {}])(
    'signed in, and was given a token, at the beginning of time by %j',
    (time) => {
      const token = { uid: 'mia', auth_time: time, iat: time };
      expect(callerOf(token)).toMatchObject({ authTime: 0, issuedAt: 0 });
    },
  );
});
