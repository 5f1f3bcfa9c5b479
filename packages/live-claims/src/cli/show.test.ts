import type { UserRecord } from 'firebase-admin/auth';
import { FieldValue, Firestore, GeoPoint, Timestamp } from 'firebase-admin/firestore';
import { describe, expect, it } from 'vitest';
import { NOTHING_ADDITIONAL, readAdditional, timestampAt } from '../core/index.ts';
import { appRoles } from '../testing/app-roles.ts';
import { orgRoles } from '../testing/org-config.ts';
import type { PersonView } from './person.ts';
import { personText, plainValue } from './show.ts';

const NOW = Date.UTC(2026, 10, 24, 8);
const SECONDS = NOW / 1000;
const at = (seconds: number) => timestampAt(seconds);

const ADA = {
  uid: 'ada',
  email: 'ada@example.com',
  displayName: 'Ada',
  emailVerified: true,
  disabled: false,
  customClaims: { role: 'admin', cv: 10 },
  metadata: {
    creationTime: 'Mon, 23 Nov 2026 08:00:00 GMT',
    lastSignInTime: 'Tue, 24 Nov 2026 07:57:00 GMT',
  },
} as unknown as UserRecord;

const VIEW: PersonView = {
  uid: 'ada',
  roles: appRoles,
  account: ADA,
  additional: NOTHING_ADDITIONAL,
  document: { role: 'admin', updatedAt: at(SECONDS - 180), updatedBy: 'seed' },
  stored: null,
  paths: { document: 'users/ada', marker: 'userClaims/ada' },
  marker: {},
  parsedMarker: {
    claimsUpdatedAt: at(SECONDS),
    version: (SECONDS - 180) * 1e6,
    role: 'admin',
    expiresAt: null,
    status: 'applied',
    problem: null,
    sessionsRevokedAt: null,
    disabled: false,
    disabledInAuth: false,
    email: null,
    emailVerified: false,
    loweredVersion: 0,
    refreshWithin: null,
  },
  codes: [],
  drift: [],
  isIndexMissing: false,
  receipts: null,
};

const shown = (change: Partial<PersonView> = {}) =>
  personText({ ...VIEW, ...change }, { place: 'here', now: NOW, paint: (_, text) => text }).join(
    '\n',
  );

describe('a person on the screen', () => {
  it('has claims beside the role, where the app has any', () => {
    const document = {
      role: 'admin',
      plan: 'pro',
      orgs: {
        acme: { role: 'owner' },
        beta: { role: 'viewer', roleExpiresAt: at(SECONDS + 3600) },
      },
    };
    const text = shown({
      roles: orgRoles,
      document,
      additional: readAdditional(orgRoles, document, {}),
      account: {
        ...ADA,
        customClaims: { role: 'admin', cv: 10, plan: 'pro', o: { acme: 'o' }, om: 1, tenant: 't1' },
      } as unknown as UserRecord,
    });
    expect(text).toMatch(
      / {4}orgs {12}acme owner · beta viewer, ends 2026-11-24 09:00:00 UTC, in 1 hour\n/,
    );
    expect(text).toMatch(/ {4}orgs {12}acme owner, and more that have no room\n/);
    expect(text.match(/ {4}plan {12}"pro"\n/g)).toHaveLength(2);
    expect(text).toMatch(/ {4}others {10}tenant\n/);
  });

  it('has their sessions, where these record what they have', () => {
    const receipt = {
      place: '0',
      device: 'Firefox on Linux',
      version: (SECONDS - 180) * 1e6,
      claimsUpdatedAt: NOW - 179_000,
      takenAt: NOW - 178_788,
      lastSeenAt: NOW - 60_000,
      signedOut: false,
    };
    const text = shown({
      receipts: [receipt, { ...receipt, place: '1', device: '', version: 1, signedOut: true }],
    });
    expect(text).toContain(`
  Sessions  as their browsers say
    last change     1 of 1 sessions have it, slowest 212 ms
    has it          Firefox on Linux, last seen 2026-11-24 07:59:00 UTC, 1 minute ago
    signed out      unknown device, last seen 2026-11-24 07:59:00 UTC, 1 minute ago
`);
    expect(shown({ receipts: [] })).toContain('last change     No session is recorded\n');
  });

  it('is four aligned parts and a verdict', () => {
    expect(shown()).toBe(`
  Ada  ada@example.com  here

  Account   ada
    enabled         yes
    verified        yes
    created         2026-11-23 08:00:00 UTC, 1 day ago
    last sign-in    2026-11-24 07:57:00 UTC, 3 minutes ago

  Document  users/ada
    role            admin
    ends            never
    updated         2026-11-24 07:57:00 UTC, 3 minutes ago by seed

  Claims    what new tokens carry
    role            admin
    ends            never
    version         10  1970-01-01 00:00:00 UTC, 20,781 days ago

  Marker    userClaims/ada
    status          applied
    role            admin
    version         1795507020000000  2026-11-24 07:57:00 UTC, 3 minutes ago

  ✔ Document, claims and marker agree.
`);
  });

  it('has what is not there said in words', () => {
    const text = shown({ account: null, document: null, marker: null, parsedMarker: null });
    expect(text).toContain('none: no user with this id has signed up yet');
    expect(text).toContain('none: nothing is granted');
    expect(text).toContain('none: there is no account');
    expect(text.startsWith('\n  ada  here\n')).toBe(true);
  });

  it('shows a value that is no role as it is stored', () => {
    expect(shown({ document: { role: 'Admin ' } })).toContain('role            "Admin "');
    expect(shown({ document: { role: 42, roleExpiresAt: 'soon', disabled: 'no' } })).toMatch(
      /role {12}42\n {4}ends {12}"soon"\n {4}disabled {8}"no"/,
    );
  });

  it('shows when sessions were ended, and that a marker cannot be read', () => {
    const marker = VIEW.parsedMarker && {
      ...VIEW.parsedMarker,
      sessionsRevokedAt: at(SECONDS - 60),
    };
    expect(shown({ parsedMarker: marker })).toContain('sessions ended  2026-11-24 07:59:00 UTC');
    expect(shown({ marker: { version: 'x' }, parsedMarker: null })).toContain(
      'unreadable: {"version":"x"}',
    );
  });

  it('names other people’s claims without their values', () => {
    const account = { ...ADA, customClaims: { role: 'admin', cv: 10, tenant: 'secret' } };
    const text = shown({ account: account as unknown as UserRecord });
    expect(text).toContain('others          tenant');
    expect(text).not.toContain('secret');
  });

  it('says that Firebase Auth alone disabled the account', () => {
    const account = { ...ADA, disabled: true } as unknown as UserRecord;
    const text = shown({ account });
    expect(text).toContain('enabled         no, by Firebase Auth itself');
    expect(text).toMatch(/● The account is disabled in Firebase Auth.*\n.*→ .*Firebase console/);
    const both = shown({ account, document: { ...VIEW.document, disabled: true } });
    expect(both).toMatch(/enabled {9}no\n/);
    expect(both).not.toContain('●');
  });

  it('ends with what is wrong and what to do', () => {
    const text = shown({
      codes: ['marker-missing'],
      drift: [{ code: 'marker-missing', what: 'There is no marker.', next: '`reconcile ada`' }],
    });
    expect(text).toContain('\n  ✗ There is no marker.\n    → `reconcile ada`\n');
    expect(text).not.toContain('agree');
  });
});

const db = new Firestore({ projectId: 'demo-values' });

it.each<[string, unknown, unknown]>([
  ['a timestamp', Timestamp.fromMillis(0), '1970-01-01T00:00:00.000Z'],
  ['the last timestamp', new Timestamp(253_402_300_799, 999_999_999), '9999-12-31T23:59:59.999Z'],
  ['a map that looks like a timestamp', { seconds: 2 ** 53 - 1, nanoseconds: 0 }, undefined],
  ['a reference', db.doc('users/ada'), 'users/ada'],
  ['a reference in a list in a map', { a: [db.doc('users/ada')] }, { a: ['users/ada'] }],
  ['a place', new GeoPoint(1, 2), { latitude: 1, longitude: 2 }],
  ['bytes', Buffer.from('ada'), 'YWRh'],
  ['a vector', FieldValue.vector([1, 2]), 'a VectorValue'],
  ['no number', Number.NaN, 'NaN'],
  ['an endless number', Number.NEGATIVE_INFINITY, '-Infinity'],
  ['a great integer', 2n ** 60n, '1152921504606846976'],
])('%s in a document becomes plain JSON', (_, value, plain) => {
  const shown = plainValue({ field: value });
  expect(shown).toEqual({ field: plain ?? value });
  expect(JSON.parse(JSON.stringify(shown))).toEqual({ field: plain ?? value });
});
