import { describe, expect, it } from 'vitest';
import { DRIFT_CODES, type DriftCode, timestampAt } from '../core/index.ts';
import { driftOf } from '../functions/reconcile/drift.ts';
import type { Observation, StoredMarker } from '../functions/sync/ports.ts';
import { appRoles } from '../testing/app-roles.ts';
import { explainDrift } from './person.ts';

const NOW = Date.UTC(2026, 10, 24);
const MARKER: StoredMarker = {
  version: 10,
  role: 'admin',
  expiresAt: null,
  status: 'applied',
  problem: null,
  disabled: false,
  disabledInAuth: false,
  email: null,
  emailVerified: false,
  loweredVersion: 0,
  damaged: false,
  sessionsRevokedAt: null,
  revision: null,
};
const IN_STEP: Observation = {
  source: { data: { role: 'admin' }, version: 10 },
  marker: MARKER,
  account: {
    claims: { role: 'admin', cv: 10 },
    disabled: false,
    sessionsValidSince: 0,
    email: null,
    emailVerified: false,
  },
  now: 20,
};

/** The drift of a user with only this difference, in words. */
function wordsFor(change: Partial<Observation>): string {
  const seen = { ...IN_STEP, ...change };
  const codes = driftOf(appRoles, seen, NOW);
  return explainDrift(appRoles, 'ada', seen, codes)
    .map(({ what, next }) => `${what} ${next}`)
    .join('\n');
}

describe('drift in words', () => {
  it('says nothing of a user without drift', () => {
    expect(wordsFor({})).toBe('');
  });

  it.each<[string, Partial<Observation>, RegExp]>([
    [
      'both roles when the claims were overwritten',
      {
        account: {
          claims: { role: 'owner', cv: 10 },
          disabled: false,
          sessionsValidSince: 0,
          email: null,
          emailVerified: false,
        },
      },
      /They say "owner", the document says "admin"\. `reconcile ada`/,
    ],
    [
      'both versions when only those differ',
      {
        account: {
          claims: { role: 'admin', cv: 4 },
          disabled: false,
          sessionsValidSince: 0,
          email: null,
          emailVerified: false,
        },
      },
      /same role, under version 4; the marker is at 10/,
    ],
    [
      'the role that no document grants',
      { source: { data: null, version: 20 } },
      /no document grants it\. The role is "admin"\. `grant ada <role>`/,
    ],
    ['a missing marker', { marker: null }, /no marker.* `reconcile ada`/],
    [
      'what the marker says and should say',
      { marker: { ...MARKER, role: 'viewer' } },
      /It says "viewer", and should say "admin"/,
    ],
    [
      'how far the marker is behind',
      { marker: { ...MARKER, version: 4 } },
      /It is at version 4, and should be at 10/,
    ],
    [
      'what is wrong with a value, and both ways out',
      { source: { data: { role: 'Admin ' }, version: 20 } },
      /"Admin ".*`grant ada <role>` or `revoke ada`/,
    ],
    [
      'that a role waits for its account',
      { account: null, source: { data: { role: 'viewer' }, version: 20 } },
      /no account yet\. Nothing, if/,
    ],
    [
      'that a grant is over',
      {
        source: {
          data: { role: 'admin', roleExpiresAt: timestampAt(1) },
          version: 20,
        },
      },
      /The role has ended/,
    ],
    [
      'that the document disables an enabled account',
      { source: { data: { role: 'admin', disabled: true }, version: 20 } },
      /enabled where the document disables it/,
    ],
  ])('says %s', (_, change, words) => {
    expect(wordsFor(change)).toMatch(words);
  });

  it.each(DRIFT_CODES)('has a sentence and a way on for %s', (code: DriftCode) => {
    const [words] = explainDrift(appRoles, 'ada', IN_STEP, [code]);
    expect(words?.code).toBe(code);
    expect(words?.what).toMatch(/\.$/);
    expect(words?.next).toMatch(/\.$/);
  });
});
