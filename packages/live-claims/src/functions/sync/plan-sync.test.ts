import { describe, expect, it } from 'vitest';
import { defineConfig, defineRoles, timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { NEW_ACCOUNT } from '../../testing/memory-backend.ts';
import { isSettled, planSync } from './plan-sync.ts';
import type { Account, MarkerState, Observation, Revisions, StoredMarker } from './ports.ts';

const REVISION = 5_000;

function seen(input: {
  data?: Record<string, unknown> | null;
  version?: number;
  claims?: Record<string, unknown> | null;
  disabled?: boolean;
  validSince?: number;
  marker?: Partial<StoredMarker> | null;
  followed?: Revisions;
}): Observation {
  const { data = null, version = REVISION, claims = {}, disabled = false, marker = null } = input;
  const sessionsValidSince = input.validSince ?? 0;
  const account: Account | null =
    claims === null ? null : { ...NEW_ACCOUNT, claims, disabled, sessionsValidSince };
  return {
    source: { data, version },
    account,
    ...(input.followed && { followed: input.followed }),
    now: 1_000_000,
    marker: marker && {
      ...APPLIED,
      version: 0,
      role: null,
      damaged: false,
      ...marker,
      revision: 'r',
    },
  };
}

const APPLIED: MarkerState = {
  version: REVISION,
  role: 'editor',
  expiresAt: null,
  status: 'applied',
  problem: null,
  disabled: false,
  disabledInAuth: false,
  sessionsRevokedAt: null,
  email: null,
  emailVerified: false,
  loweredVersion: 0,
};

const plan = (input: Parameters<typeof seen>[0]) => planSync(appRoles, seen(input));

describe('planSync: what a document grants', () => {
  it('turns a role into claims and a marker of the same version', () => {
    expect(plan({ data: { role: 'editor' } })).toEqual({
      account: { claims: { role: 'editor', cv: REVISION } },
      marker: APPLIED,
    });
  });

  it('keeps the claims of other code', () => {
    const { account } = plan({
      data: { role: 'editor' },
      claims: { tenant: 't1', role: 'viewer', cv: 1 },
    });
    expect(account?.claims).toEqual({ tenant: 't1', role: 'editor', cv: REVISION });
  });

  it('carries the end of a grant into the claims and drops an old one', () => {
    const end = timestampAt(2_000_000_000, 5);
    const { account } = plan({ data: { role: 'editor', roleExpiresAt: end } });
    expect(account?.claims).toEqual({ role: 'editor', cv: REVISION, rx: 2_000_000_000 });
    const unlimited = plan({ data: { role: 'editor' }, claims: { role: 'editor', cv: 1, rx: 5 } });
    expect(unlimited.account?.claims).toEqual({ role: 'editor', cv: REVISION });
  });

  it.each([
    ['the field is gone', {}],
    ['the field is null', { role: null }],
    ['the document is gone', null],
  ])('removes the role when %s', (_, data) => {
    const { account, marker } = plan({
      data,
      claims: { role: 'admin', cv: 10 },
      marker: { version: 10, role: 'admin' },
    });
    expect(account?.claims).toEqual({ cv: REVISION });
    expect(marker).toEqual({ ...APPLIED, role: null, loweredVersion: REVISION });
  });

  it('takes the role from a disabled person and disables the account', () => {
    const { account, marker } = plan({
      data: { role: 'admin', disabled: true },
      claims: { role: 'admin', cv: 10 },
      marker: { version: 10, role: 'admin' },
    });
    expect(account).toEqual({ claims: { cv: REVISION }, disabled: true });
    expect(marker).toEqual({
      ...APPLIED,
      role: null,
      disabled: true,
      loweredVersion: REVISION,
    });
  });

  it('disables even when the role cannot be read', () => {
    expect(plan({ data: { role: 42, disabled: true } }).account?.disabled).toBe(true);
  });

  it('enables again what the document disabled, and nothing else', () => {
    const byDocument = plan({
      data: { role: 'editor' },
      disabled: true,
      marker: { disabled: true },
    });
    expect(byDocument.account?.disabled).toBe(false);
    const byOthers = plan({
      data: { role: 'editor' },
      disabled: true,
      marker: { disabled: false },
    });
    expect(byOthers.account).not.toHaveProperty('disabled');
  });

  it('counts an account that was disabled in Firebase Auth as disabled, and says where', () => {
    const data = { role: 'editor' };
    const before = { claims: { role: 'editor', cv: REVISION }, marker: APPLIED };
    const { account, marker } = plan({ data, ...before, disabled: true });
    // The claims follow the document alone; no token is issued with them meanwhile.
    expect(account).toBeNull();
    expect(marker).toMatchObject({ role: null, disabled: true, disabledInAuth: true });
    const told = { ...APPLIED, ...marker };
    const { claims } = before;
    expect(isSettled(plan({ data, claims, marker: told, disabled: true }))).toBe(true);
    // Enabled there: the document counts again.
    const enabled = plan({ data, claims, marker: told });
    expect(enabled.account).toBeNull();
    expect(enabled.marker).toEqual({ ...APPLIED, loweredVersion: 1_000_000 });
    // The document disables it as well, and takes that back: then it is the document's to enable.
    const both = plan({
      data: { role: 'editor', disabled: true },
      claims,
      marker: told,
      disabled: true,
    });
    expect(both.marker).toMatchObject({ disabled: true, disabledInAuth: false });
  });

  it('reads roles from the table it is given', () => {
    const { roles: crew } = defineConfig({
      roles: defineRoles({
        ranking: ['deckhand', 'captain'],
        permissions: { deckhand: ['sail.hoist'], captain: ['sail.hoist', 'crew.rank'] },
        initialRole: 'deckhand',
      }),
      can: { grantRoles: 'crew.rank' },
    });
    expect(planSync(crew, seen({ data: { role: 'captain' } })).marker?.status).toBe('applied');
    expect(planSync(crew, seen({ data: { role: 'admin' } })).marker?.status).toBe('rejected');
  });
});

describe('planSync: nothing to do', () => {
  const claims = { role: 'editor', cv: 10 };
  const marker = { version: 10, role: 'editor' };

  it('leaves everything alone after an edit that does not touch access', () => {
    expect(isSettled(plan({ data: { role: 'editor', displayName: 'E' }, claims, marker }))).toBe(
      true,
    );
  });

  it('leaves an account alone that never had a role', () => {
    expect(isSettled(plan({ data: { email: 'a@b.c' } }))).toBe(true);
    expect(isSettled(plan({ data: null }))).toBe(true);
    expect(isSettled(plan({ data: null, claims: { tenant: 't1' } }))).toBe(true);
  });

  it('does not write again for a repeated delete', () => {
    const removed = { claims: { cv: 10 }, marker: { version: 10, role: null } };
    expect(isSettled(plan({ data: null, ...removed }))).toBe(true);
  });
});

describe('planSync: what others left behind', () => {
  it('only publishes when the process died between claims and marker', () => {
    const half = {
      claims: { role: 'editor', cv: REVISION },
      marker: { version: 10, role: 'viewer' },
    };
    expect(plan({ data: { role: 'editor' }, ...half })).toEqual({ account: null, marker: APPLIED });
  });

  it('repairs claims that a late run overwrote, without telling clients again', () => {
    expect(
      plan({ data: { role: 'editor' }, claims: { role: 'admin', cv: 10 }, marker: APPLIED }),
    ).toEqual({ account: { claims: { role: 'editor', cv: REVISION } }, marker: null });
  });

  it('repairs a role that other code wrote under the current version, and informs clients', () => {
    const repaired = plan({
      data: { role: 'editor' },
      claims: { role: 'admin', cv: REVISION },
      marker: APPLIED,
    });
    expect(repaired.account?.claims).toEqual({ role: 'editor', cv: REVISION + 1 });
    expect(repaired.marker).toEqual({ ...APPLIED, version: REVISION + 1 });
  });

  it('is settled after such a repair', () => {
    const claims = { role: 'editor', cv: REVISION + 1 };
    const marker = { ...APPLIED, version: REVISION + 1 };
    expect(isSettled(plan({ data: { role: 'editor' }, claims, marker }))).toBe(true);
  });

  it.each([
    ['without a version', { role: 'editor' }],
    ['with an impossible version', { role: 'editor', cv: 9e15 }],
    ['with a version that is no number', { role: 'editor', cv: 'new' }],
  ])('writes claims %s again', (_, claims) => {
    expect(plan({ data: { role: 'editor' }, claims }).account?.claims).toEqual({
      role: 'editor',
      cv: REVISION,
    });
  });

  it('rests above claims of the near future, which may be in a token', () => {
    const { account } = plan({ data: { role: 'editor' }, claims: { role: 'owner', cv: 9_999 } });
    expect(account?.claims).toEqual({ role: 'editor', cv: 10_000 });
  });

  it('does not publish two things under one version', () => {
    const marker = { ...APPLIED, role: 'viewer' };
    const { account } = plan({ data: { role: 'editor' }, claims: { cv: 10 }, marker });
    expect(account?.claims).toEqual({ role: 'editor', cv: REVISION + 1 });
  });

  it('announces an edit that changed the access, though the one before it is back in the claims', () => {
    const seen = {
      data: { role: 'editor' },
      claims: { role: 'editor', cv: 10 },
      marker: { version: 10, role: 'editor' },
    };
    const after = { data: { role: 'editor' }, version: REVISION };
    const changed = { before: { role: 'viewer' }, after };
    expect(plan({ ...seen, followed: changed }).account?.claims).toHaveProperty('cv', REVISION);
    const other = { before: { role: 'editor', email: 'a@b.c' }, after };
    expect(isSettled(plan({ ...seen, followed: other }))).toBe(true);
  });

  it('does not write claims again for an edit that only enables a user without a role', () => {
    const after = { data: { role: null }, version: REVISION };
    const enabled = plan({
      data: { role: null },
      claims: { cv: 10 },
      marker: { version: 10, role: null },
      followed: { before: { role: 'editor', disabled: true }, after },
    });
    expect(enabled.account).toBeNull();
  });

  it('never takes the marker back, wherever its version came from', () => {
    const ahead = plan({
      data: { role: 'editor' },
      claims: { role: 'viewer', cv: 9_999 },
      marker: { version: 9_999, role: 'viewer' },
    });
    expect(ahead.marker?.version).toBe(10_000);
    expect(ahead.account?.claims).toHaveProperty('cv', 10_000);
  });
});

describe('planSync: unreadable values', () => {
  const before = { claims: { role: 'viewer', cv: 10 }, marker: { version: 10, role: 'viewer' } };

  it.each([
    ['wrong-type', { role: 42 }],
    ['wrong-type', { role: ['admin'] }],
    ['wrong-type', { role: { name: 'admin' } }],
    ['wrong-type', { role: true }],
    ['wrong-type', { role: 'admin', roleExpiresAt: '2030-01-01' }],
    ['wrong-type', { role: 'admin', roleExpiresAt: { seconds: 2e9, nanoseconds: 0 } }],
    ['wrong-type', { role: 'admin', sessionsRevokedAt: '2030-01-01' }],
    ['stray-blank', { role: 'admin ' }],
    ['stray-blank', { role: '\tadmin' }],
    ['unknown-role', { role: 'Admin' }],
    ['unknown-role', { role: '' }],
    ['unknown-role', { role: 'root' }],
    ['unknown-role', { role: 'constructor' }],
    ['unknown-role', { role: '__proto__' }],
    ['misnamed-field', { Role: 'admin' }],
  ])('%s: %j grants nothing and takes away what there was', (code, data) => {
    const { account, marker } = plan({ data, ...before });
    expect(account?.claims).toEqual({ cv: REVISION });
    expect(marker).toMatchObject({ version: REVISION, role: null, status: 'rejected' });
    expect(marker?.problem?.code).toBe(code);
    expect(marker?.problem?.message).toMatch(/[.?]$/);
  });

  it.each(['true', 1, null])(
    'disables by %j, as rules do, and says that it cannot be read',
    (disabled) => {
      const { account, marker } = plan({ data: { role: 'viewer', disabled }, ...before });
      expect(account).toEqual({ claims: { cv: REVISION }, disabled: true });
      expect(marker).toMatchObject({ role: null, disabled: true, status: 'rejected' });
      expect(marker?.problem?.field).toBe('disabled');
    },
  );

  it('disables and removes also with an end of the sessions that cannot be read', () => {
    const data = { role: 'admin', disabled: true, sessionsRevokedAt: 'yesterday' };
    const { account, marker } = plan({ data, ...before, version: 90_000_000, validSince: 3 });
    expect(account).toEqual({ claims: { cv: 90_000_000 }, disabled: true, endSessions: true });
    expect(marker).toMatchObject({ role: null, disabled: true, sessionsRevokedAt: 90 });
  });

  it('keeps the claims of others, as far as they fit beside the version', () => {
    const foreign = { a: 'x'.repeat(400), b: 'x'.repeat(400), c: 'x'.repeat(400), d: 1 };
    const { account } = plan({
      data: { role: 42 },
      claims: { ...foreign, role: 'viewer', cv: 10 },
      marker: { version: 10, role: 'viewer' },
    });
    expect(account?.claims).toEqual({ a: foreign.a, b: foreign.b, d: 1, cv: REVISION });
  });

  it('says what the admin probably meant', () => {
    expect(plan({ data: { role: 'Admin' } }).marker?.problem?.message).toContain(
      'Did you mean "admin"?',
    );
  });

  it('reports a problem once', () => {
    const first = plan({ data: { role: 42 }, ...before });
    const told = { claims: first.account?.claims ?? null, marker: first.marker };
    expect(isSettled(plan({ data: { role: 42 }, ...told }))).toBe(true);
    // Also when something else is edited.
    const later = { data: { role: 42, displayName: 'M' }, version: REVISION + 1 };
    expect(isSettled(plan({ ...later, ...told }))).toBe(true);
  });

  it('gives the role back when it can be read again', () => {
    const rejected = plan({ data: { role: 42 }, ...before });
    const { account, marker } = plan({
      data: { role: 'viewer' },
      version: REVISION + 1,
      claims: rejected.account?.claims ?? null,
      marker: rejected.marker,
    });
    expect(account?.claims).toEqual({ role: 'viewer', cv: REVISION + 1 });
    expect(marker).toMatchObject({ version: REVISION + 1, status: 'applied', problem: null });
  });

  it('takes away what was applied also when the process died before the marker', () => {
    const { account, marker } = plan({
      data: { role: 42 },
      claims: { role: 'admin', cv: 20 },
      marker: { version: 10, role: 'viewer' },
    });
    expect(account?.claims).toEqual({ cv: REVISION });
    expect(marker).toMatchObject({ version: REVISION, role: null, status: 'rejected' });
  });

  it('takes the old role away where the new one does not fit', () => {
    const room = 1000 - JSON.stringify({ a: '', role: 'admin', cv: REVISION }).length;
    const a = 'x'.repeat(room);
    const { account, marker } = plan({
      data: { role: 'viewer' },
      claims: { a, role: 'admin', cv: 10 },
      marker: { version: 10, role: 'admin' },
    });
    expect(account?.claims).toEqual({ a, cv: REVISION });
    expect(marker).toMatchObject({ role: null, status: 'rejected', version: REVISION });
    expect(marker?.problem?.code).toBe('claims-too-large');
  });

  it('refuses claims over 1,000 characters, and takes 1,000', () => {
    const room = 1000 - JSON.stringify({ a: '', role: 'editor', cv: REVISION }).length;
    const fits = plan({ data: { role: 'editor' }, claims: { a: 'x'.repeat(room) } });
    expect(JSON.stringify(fits.account?.claims)).toHaveLength(1000);
    const over = plan({ data: { role: 'editor' }, claims: { a: 'x'.repeat(room + 1) } });
    expect(over.account).toBeNull();
    expect(over.marker?.problem?.code).toBe('claims-too-large');
  });

  it('refuses to touch an account that carries a reserved claim', () => {
    const { account, marker } = plan({ data: { role: 'editor' }, claims: { firebase: {} } });
    expect(account).toBeNull();
    expect(marker?.problem).toMatchObject({ code: 'reserved-claim', field: 'firebase' });
  });
});

describe('planSync: documents without an account', () => {
  it('waits, visibly, for the account', () => {
    const { account, marker } = plan({ data: { role: 'editor' }, claims: null });
    expect(account).toBeNull();
    expect(marker).toMatchObject({ version: 0, role: null, status: 'pending' });
    expect(marker?.problem?.code).toBe('no-such-account');
  });

  it('applies once the account is there', () => {
    const { marker } = plan({ data: { role: 'editor' }, claims: null });
    expect(plan({ data: { role: 'editor' }, claims: {}, marker })).toEqual({
      account: { claims: { role: 'editor', cv: REVISION } },
      marker: APPLIED,
    });
  });

  it('does not disturb an account that is just being created', () => {
    expect(isSettled(plan({ data: { role: 'editor' }, claims: null, marker: APPLIED }))).toBe(true);
  });

  it('writes nothing for ids without an account', () => {
    expect(isSettled(plan({ data: null, claims: null }))).toBe(true);
  });

  it('takes back what the marker says when account and document are gone', () => {
    const { account, marker } = plan({
      data: null,
      claims: null,
      marker: { version: 10, role: 'admin' },
    });
    expect(account).toBeNull();
    expect(marker).toEqual({ ...APPLIED, role: null, loweredVersion: REVISION });
  });

  it('says nothing of a role where the account is gone and the document cannot be read', () => {
    const gone = { claims: null, marker: { version: 10, role: 'admin' } };
    expect(plan({ data: { role: 42 }, ...gone }).marker).toMatchObject({
      role: null,
      status: 'rejected',
    });
  });
});

describe('planSync: impossible versions', () => {
  // The look is at 1,000,000 µs; five minutes of slack.
  const future = 400_000_000;

  it('come down again, in claims and marker', () => {
    const { account, marker } = plan({
      data: { role: 'viewer' },
      claims: { role: 'owner', cv: future },
      marker: { version: future, role: 'owner', loweredVersion: future },
    });
    expect(account?.claims).toEqual({ role: 'viewer', cv: REVISION });
    expect(marker).toMatchObject({ version: REVISION, role: 'viewer' });
    expect(marker?.loweredVersion).toBeLessThanOrEqual(1_000_000);
  });

  it('never become one that cannot be read', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const { account, marker } = plan({
      data: { role: 'viewer' },
      claims: { role: 'viewer', cv: most },
      marker: { version: most, role: 'viewer' },
    });
    expect(account?.claims).toEqual({ role: 'viewer', cv: REVISION });
    expect(marker?.version).toBe(REVISION);
  });

  it('a damaged marker is written again, once', () => {
    const damaged = {
      ...APPLIED,
      damaged: true,
      version: 0,
      role: null,
      status: 'pending',
    } as const;
    const claims = { role: 'editor', cv: REVISION };
    const first = plan({ data: { role: 'editor' }, claims, marker: damaged });
    expect(first).toEqual({ account: null, marker: APPLIED });
    expect(isSettled(plan({ data: { role: 'editor' }, claims, marker: first.marker }))).toBe(true);
  });
});

describe('planSync: what the marker remembers', () => {
  const lowered = (role: string | null, marker: Partial<StoredMarker>) =>
    plan({ data: { role }, claims: {}, marker: { version: 10, ...marker } }).marker?.loweredVersion;

  it('is when access was lowered last, and a rise is none', () => {
    expect(lowered('viewer', { role: 'admin' })).toBe(REVISION);
    expect(lowered(null, { role: 'admin' })).toBe(REVISION);
    expect(lowered('admin', { role: 'viewer', loweredVersion: 7 })).toBe(7);
    expect(lowered('viewer', { role: 'viewer', loweredVersion: 7 })).toBe(7);
    expect(lowered('viewer', { role: 'admin', loweredVersion: REVISION + 9 })).toBe(REVISION + 9);
  });
});

describe('planSync: the end of the sessions', () => {
  const second = (seconds: number) => timestampAt(seconds);
  /** An applied editor, at a time when seconds count. */
  const settled = (validSince: number, sessionsRevokedAt: number | null) => ({
    version: 90_000_000,
    claims: { role: 'editor', cv: REVISION },
    marker: { ...APPLIED, sessionsRevokedAt },
    validSince,
  });

  it('ends them in Auth and says so, and touches nothing else', () => {
    const data = { role: 'editor', sessionsRevokedAt: second(60) };
    expect(plan({ ...settled(0, null), data })).toEqual({
      account: { endSessions: true },
      marker: { ...APPLIED, sessionsRevokedAt: 60 },
    });
  });

  it('goes with a change of role in one marker', () => {
    const data = { role: null, sessionsRevokedAt: second(60) };
    expect(plan({ ...settled(0, null), data })).toMatchObject({
      account: { claims: { cv: 90_000_000 }, endSessions: true },
      marker: { role: null, version: 90_000_000, sessionsRevokedAt: 60 },
    });
  });

  it('finds nothing to do once both have it, also when Auth is a second or two later', () => {
    const data = { role: 'editor', sessionsRevokedAt: second(60) };
    expect(isSettled(planSync(appRoles, seen({ ...settled(60, 60), data })))).toBe(true);
    expect(isSettled(planSync(appRoles, seen({ ...settled(62, 60), data })))).toBe(true);
  });

  it('ends them again in an account that forgot it', () => {
    const data = { role: 'editor', sessionsRevokedAt: second(60) };
    expect(plan({ ...settled(59, 60), data })).toEqual({
      account: { endSessions: true },
      marker: null,
    });
  });

  it('never goes back', () => {
    for (const sessionsRevokedAt of [null, second(30)]) {
      const data = { role: 'editor', sessionsRevokedAt };
      expect(isSettled(planSync(appRoles, seen({ ...settled(60, 60), data })))).toBe(true);
    }
    expect(
      isSettled(planSync(appRoles, seen({ ...settled(60, 60), data: { role: 'editor' } }))),
    ).toBe(true);
  });

  it('does not wait for a readable role', () => {
    const data = { role: 'Editor ', sessionsRevokedAt: second(60) };
    expect(plan({ ...settled(0, null), data })).toMatchObject({
      account: { endSessions: true },
      marker: { role: null, status: 'rejected', sessionsRevokedAt: 60 },
    });
  });

  it('ends those of a user who never had access', () => {
    const data = { sessionsRevokedAt: second(60) };
    expect(plan({ data, version: 90_000_000 })).toEqual({
      account: { claims: { cv: 90_000_000 }, endSessions: true },
      marker: { ...APPLIED, version: 90_000_000, role: null, sessionsRevokedAt: 60 },
    });
  });

  it.each([
    ['a text', '2026-01-01'],
    ['true', true],
  ])('rejects %s', (_, sessionsRevokedAt) => {
    expect(plan({ data: { role: 'editor', sessionsRevokedAt } }).marker).toMatchObject({
      status: 'rejected',
      problem: { code: 'wrong-type', field: 'sessionsRevokedAt' },
    });
  });

  it('rejects a time to come, which would lock the person out', () => {
    const data = { role: 'editor', sessionsRevokedAt: second(91) };
    expect(plan({ ...settled(0, null), data })).toMatchObject({
      account: { claims: { cv: 90_000_000 }, endSessions: true },
      marker: { status: 'rejected', problem: { code: 'in-the-future' }, sessionsRevokedAt: 90 },
    });
  });

  it('ends them once for an end that cannot be read, not again with each later edit', () => {
    const data = { role: 'editor', sessionsRevokedAt: 'yesterday' };
    const first = plan({ ...settled(0, null), data });
    expect(first.marker?.sessionsRevokedAt).toBe(90);
    const later = plan({
      data: { ...data, displayName: 'E' },
      version: 95_000_000,
      claims: { cv: 90_000_000 },
      marker: first.marker,
      validSince: 90,
    });
    expect(isSettled(later)).toBe(true);
  });

  it('has nothing to end without an account', () => {
    const data = { sessionsRevokedAt: second(60) };
    expect(plan({ data, version: 90_000_000, claims: null })).toEqual({
      account: null,
      marker: null,
    });
  });
});
