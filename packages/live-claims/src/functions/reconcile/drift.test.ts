import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DRIFT_CODES, type DriftCode, timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { NEW_ACCOUNT } from '../../testing/memory-backend.ts';
import { isSettled, planSync } from '../sync/plan-sync.ts';
import type { Observation, StoredMarker } from '../sync/ports.ts';
import { describeDrift, driftOf, isRepairable } from './drift.ts';

const REVISION = 5_000;
const NOW = 1_000_000;
const APPLIED: StoredMarker = {
  version: REVISION,
  role: 'editor',
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
  revision: 'r',
};
const CLAIMS = { role: 'editor', cv: REVISION };

function seen(change: {
  data?: Record<string, unknown> | null;
  claims?: Record<string, unknown> | null;
  disabled?: boolean;
  marker?: Partial<StoredMarker> | null;
}): Observation {
  const { data = { role: 'editor' }, claims = CLAIMS, disabled = false, marker = {} } = change;
  return {
    source: { data, version: REVISION },
    marker: marker && { ...APPLIED, ...marker },
    account: claims && { ...NEW_ACCOUNT, claims, disabled },
    now: NOW,
  };
}

const past = timestampAt(NOW / 1000);

describe('driftOf', () => {
  it.each<[string, Parameters<typeof seen>[0], DriftCode[]]>([
    ['everything agrees', {}, []],
    ['no access at any time', { data: null, claims: {}, marker: null }, []],
    ['claims of other code beside ours', { claims: { ...CLAIMS, tenant: 't' } }, []],
    ['the claims give another role', { claims: { ...CLAIMS, role: 'owner' } }, ['claims-differ']],
    ['the claims are gone', { claims: {} }, ['claims-differ']],
    [
      'the claims are of a later version than the marker',
      { claims: { ...CLAIMS, cv: 9_999 } },
      ['claims-differ'],
    ],
    ['the claims have a property too many', { claims: { ...CLAIMS, rx: null } }, ['claims-shape']],
    ['there is no marker', { marker: null }, ['marker-missing']],
    [
      'the marker is of an older version',
      { marker: { version: 1, role: null } },
      ['marker-behind'],
    ],
    ['the document is gone', { data: null }, ['no-document', 'marker-behind']],
    ['an edit was lost', { data: { role: 'viewer' } }, ['claims-differ', 'marker-behind']],
    [
      'the document waits for its account',
      { claims: null, marker: null },
      ['no-account', 'marker-missing'],
    ],
    [
      'the grant is over',
      {
        data: { role: 'editor', roleExpiresAt: past },
        claims: { ...CLAIMS, rx: past.seconds },
        marker: { expiresAt: past.seconds },
      },
      ['expired-grant'],
    ],
    [
      'the document disables the account',
      {
        data: { disabled: true },
        claims: { cv: REVISION },
        marker: { role: null, disabled: true },
      },
      ['disabled-differs'],
    ],
  ])('%s', (_, change, codes) => {
    expect(driftOf(appRoles, seen(change), NOW)).toEqual(codes);
  });

  it('does not call a grant over before its end', () => {
    const end = timestampAt(NOW / 1000 + 1);
    const change = {
      data: { role: 'editor', roleExpiresAt: end },
      claims: { ...CLAIMS, rx: end.seconds },
      marker: { expiresAt: end.seconds },
    };
    expect(driftOf(appRoles, seen(change), NOW)).toEqual([]);
  });

  it('says that a value cannot be read, and that there is nothing to repair once the marker says so', () => {
    const first = seen({ data: { role: 'Boss' } });
    expect(driftOf(appRoles, first, NOW)).toEqual(['unreadable', 'claims-differ', 'marker-behind']);
    const { account, marker } = planSync(appRoles, first);
    const told = seen({ data: { role: 'Boss' }, claims: account?.claims ?? null, marker });
    const codes = driftOf(appRoles, told, NOW);
    expect(codes).toEqual(['unreadable']);
    expect(isRepairable(appRoles, told, codes)).toBe(false);
  });

  it('says that claims were overwritten while the document cannot be read', () => {
    const found = seen({ data: { role: 'Boss' }, claims: { role: 'owner', cv: 1 } });
    expect(driftOf(appRoles, found, NOW)).toEqual(['unreadable', 'claims-differ', 'marker-behind']);
  });

  it('says that Firebase Auth does not take the claims', () => {
    const change = { claims: { blob: 'x'.repeat(990) } };
    expect(driftOf(appRoles, seen(change), NOW)).toContain('claims-refused');
  });

  const role = fc.constantFrom(null, 'viewer', 'editor', 'Boss', 7);
  const version = fc.constantFrom(0, 1, REVISION, 9_999);
  const end = fc.constantFrom(undefined, null, 900, 2_000);
  const observation = fc.record({
    source: fc.record({
      data: fc.option(
        fc.record({ role, disabled: fc.boolean(), roleExpiresAt: fc.constantFrom(null, past) }),
      ),
      version: fc.constant(REVISION),
    }),
    now: fc.constant(NOW),
    account: fc.option(
      fc.record({
        claims: fc.record({ role, cv: version, rx: end }, { requiredKeys: [] }),
        disabled: fc.boolean(),
        sessionsValidSince: fc.constant(0),
        email: fc.constant(null),
        emailVerified: fc.constant(false),
      }),
    ),
    marker: fc.option(
      fc.record({
        version,
        role: fc.constantFrom(null, 'viewer', 'editor'),
        expiresAt: fc.constantFrom(null, 900),
        status: fc.constantFrom('applied', 'rejected', 'pending'),
        problem: fc.constant(null),
        disabled: fc.boolean(),
        disabledInAuth: fc.boolean(),
        sessionsRevokedAt: fc.constant(null),
        email: fc.constant(null),
        emailVerified: fc.constant(false),
        loweredVersion: fc.constantFrom(0, 1),
        damaged: fc.boolean(),
        revision: fc.constant('r'),
      }),
    ),
  }) as fc.Arbitrary<Observation>;

  it('names something wherever a sync would change something', () => {
    fc.assert(
      fc.property(observation, (found) => {
        const codes = driftOf(appRoles, found, NOW);
        const due = !isSettled(planSync(appRoles, found));
        if (due) expect(codes.length).toBeGreaterThan(0);
        expect(isRepairable(appRoles, found, codes)).toBe(due || codes.includes('expired-grant'));
      }),
      { numRuns: 2_000 },
    );
  });
});

it('every code has its own sentence', () => {
  const sentences = DRIFT_CODES.map(describeDrift);
  expect(new Set(sentences).size).toBe(DRIFT_CODES.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
});
