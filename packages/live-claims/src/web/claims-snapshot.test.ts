import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Access, encodeClaims, type Marker, timestampAt } from '../core/index.ts';
import { roles } from '../testing/world.ts';
import { emptySnapshot, shareUnchanged, snapshotOf } from './claims-snapshot.ts';
import { type AccountState, initialState, withMarker } from './claims-state.ts';
import { LiveClaimsError } from './errors.ts';
import type { TokenClaims } from './firebase-port.ts';

const user = { uid: 'ada', email: null, displayName: null, photoURL: null };
const now = 5_000_000;

const marker = (fields: Partial<Marker>): Marker => ({
  claimsUpdatedAt: timestampAt(4_000, 500_000_000),
  version: 10,
  role: null,
  status: 'applied',
  problem: null,
  sessionsRevokedAt: null,
  disabled: false,
  disabledInAuth: false,
  email: null,
  emailVerified: false,
  loweredVersion: 0,
  refreshWithin: null,
  expiresAt: null,
  ...fields,
});

const tokenWith = (access: Access): TokenClaims => ({
  ...{ access, claims: encodeClaims(access), authTime: 1, issuedAt: 1 },
  ...{ email: null, emailVerified: false },
});

function state(role: string | null, version: number, fields: Partial<AccountState> = {}) {
  const token = tokenWith({ role, version, expiresAt: null });
  return { ...initialState(user, false), tokenChanging: false, token, ...fields };
}

const shown = (of: AccountState) => snapshotOf(of, roles, now);

describe('a snapshot', () => {
  it('is fresh only with a token, the server’s word, and a version that has been reached', () => {
    const confirmed = {
      confirmed: true,
      source: 'listener' as const,
      marker: marker({ version: 10, role: 'reader' }),
    };
    expect(shown(state('reader', 10, confirmed)).status).toBe('fresh');
    expect(shown(state('reader', 9, confirmed)).status).toBe('refreshing');
    expect(
      shown(state('reader', 10, { ...confirmed, confirmed: false, source: null })).status,
    ).toBe('loading');
    expect(shown({ ...state('reader', 10, confirmed), token: null }).status).toBe('loading');
  });

  it('gives milliseconds for every moment', () => {
    const token = tokenWith({ role: 'reader', version: 10, expiresAt: 6_000 });
    expect(shown(state('reader', 10, { token, marker: marker({}) }))).toMatchObject({
      claimsUpdatedAt: 4_000_500,
      expiresAt: 6_000_000,
    });
  });

  it('never offers what the token or, while it is old, the marker would refuse', () => {
    const role = fc.constantFrom('reader', 'writer', 'auditor', 'chief', 'unknown', null);
    const version = fc.nat({ max: 3 });
    fc.assert(
      fc.property(role, version, role, version, fc.boolean(), (held, cv, named, goal, disabled) => {
        const { permissions } = shown(
          state(held, cv, {
            marker: marker({ role: named, version: goal, disabled }),
            confirmed: true,
          }),
        );
        const table: Readonly<Record<string, readonly string[]>> = roles.permissions;
        for (const permission of permissions) {
          expect(table[held ?? '']).toContain(permission);
          if (cv < goal || held !== named) expect(table[named ?? '']).toContain(permission);
          expect(cv).toBeGreaterThan(0);
          expect(disabled).toBe(false);
        }
      }),
    );
  });
});

describe('seeing a marker', () => {
  const any = fc.record({
    version: fc.nat({ max: 5 }),
    fromCache: fc.boolean(),
    exists: fc.boolean(),
    disabled: fc.boolean(),
  });

  it('in any order ends with the server’s latest, and before that with the cache’s', () => {
    fc.assert(
      fc.property(fc.array(any), (seen) => {
        let at: AccountState = initialState(user, false);
        let last: number | null = null;
        for (const { version, fromCache, exists, disabled } of seen) {
          const before = at;
          at = withMarker(at, {
            data: exists ? marker({ version, disabled }) : undefined,
            fromCache,
          });
          if (!fromCache || !before.confirmed) last = exists ? version : null;
          expect(at.marker?.version ?? null).toBe(last);
          expect(at.confirmed).toBe(before.confirmed || !fromCache);
        }
      }),
    );
  });

  it('that says the same keeps the former: a restarted stream changes nothing', () => {
    const before = withMarker(initialState(user, false), { data: marker({}), fromCache: false });
    const after = withMarker(before, { data: marker({}), fromCache: false });
    expect(after.marker).toBe(before.marker);
  });

  it('of the same version believes the server over the cache', () => {
    let at: AccountState = initialState(user, false);
    at = withMarker(at, { data: marker({ disabled: false }), fromCache: false });
    at = withMarker(at, { data: marker({ disabled: true }), fromCache: true });
    expect(at.marker?.disabled).toBe(false);
    at = withMarker(at, { data: marker({ disabled: true }), fromCache: false });
    expect(at.marker?.disabled).toBe(true);
  });

  it('that cannot be read in the cache alone is no listenerError', () => {
    const at = withMarker(initialState(user, false), { data: { version: 'x' }, fromCache: true });
    expect(at.listenerError).toBeNull();
  });
});

describe('sharing what has not changed', () => {
  it('gives back the previous snapshot when nothing has', () => {
    const one = emptySnapshot('stale', { error: new LiveClaimsError('offline') });
    const same = emptySnapshot('stale', { error: new LiveClaimsError('offline') });
    expect(shareUnchanged(one, same)).toBe(one);
  });

  it('keeps every part that says the same', () => {
    const one = emptySnapshot('loading', { user, permissions: ['read'] });
    const next = emptySnapshot('fresh', { user: { ...user }, permissions: ['read'] });
    const shared = shareUnchanged(one, next);
    expect(shared).toEqual(next);
    expect(shared.user).toBe(user);
    expect(shared.permissions).toBe(one.permissions);
  });

  it('tells errors apart by their code', () => {
    const one = emptySnapshot('stale', { error: new LiveClaimsError('offline') });
    const next = emptySnapshot('stale', { error: new LiveClaimsError('claims-behind') });
    expect(shareUnchanged(one, next).error?.code).toBe('claims-behind');
  });
});
