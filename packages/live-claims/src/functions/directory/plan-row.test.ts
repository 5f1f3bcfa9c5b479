import { describe, expect, it } from 'vitest';
import { timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import type { StoredMarker } from '../sync/ports.ts';
import { isSameRow, planRow } from './plan-row.ts';
import type { ListedAccount, RowObservation } from './ports.ts';

const NOW = 1_800_000_000_000;
const VERSION = 1_799_000_000_000_000;

const ACCOUNT: ListedAccount = {
  email: 'mia@example.com',
  emailVerified: true,
  displayName: 'Mia of Auth',
  disabled: false,
  isIdentified: true,
  createdAt: 1_700_000_000_000,
  lastSignInAt: null,
};

const APPLIED: StoredMarker = {
  version: VERSION,
  role: 'editor',
  expiresAt: null,
  status: 'applied',
  problem: null,
  disabled: false,
  disabledInAuth: false,
  sessionsRevokedAt: null,
  email: 'mia@example.com',
  emailVerified: true,
  loweredVersion: 0,
  damaged: false,
  revision: 'r',
};

function seen(
  data: Record<string, unknown> | null,
  marker: Partial<StoredMarker> | null = {},
  account: Partial<ListedAccount> | null = {},
): RowObservation {
  return {
    uid: 'mia',
    source: { data, version: VERSION },
    marker: marker && { ...APPLIED, ...marker },
    changedAt: { seconds: 1_799_000_000, nanoseconds: 0 },
    account: account && { ...ACCOUNT, ...account },
    now: NOW,
  };
}

const plan = (...args: Parameters<typeof seen>) => planRow(appRoles, seen(...args));

describe('planRow', () => {
  it('shows the document’s name and the account’s address, with what they are found by', () => {
    expect(plan({ role: 'editor', displayName: ' Zoë ', email: 'old@example.com' })).toMatchObject({
      name: 'Zoë',
      email: 'mia@example.com',
      emailVerified: true,
      nameKey: 'zoe',
      emailKey: 'mia@example.com',
      terms: expect.arrayContaining(['zo', 'mia', 'example']),
      role: 'editor',
      effectiveRole: 'editor',
      state: 'ok',
      facets: ['role=editor', 'state=ok', 'state=never-signed-in'],
      neverSignedIn: true,
      hasDocument: true,
      version: VERSION,
    });
    expect(plan({ role: 'editor', displayName: '' })?.name).toBe('Mia of Auth');
  });

  it('keeps the role that stands there while it does not count, so that no dialog takes it for none', () => {
    const disabled = { disabled: true, role: null };
    expect(plan({ role: 'editor', disabled: true }, disabled)).toMatchObject({
      role: 'editor',
      effectiveRole: null,
      state: 'disabled',
      facets: expect.arrayContaining(['role=editor', 'state=disabled']),
    });
    const problem = { code: 'stray-blank', message: 'The role "admin " has a blank.' } as const;
    expect(plan({ role: 'admin ' }, { status: 'rejected', role: null, problem })).toMatchObject({
      role: 'admin ',
      rank: -1,
      effectiveRole: null,
      state: 'rejected',
      problem: problem.message,
      facets: ['state=rejected', 'state=never-signed-in'],
    });
    expect(plan({ role: 42 }, null)).toMatchObject({
      role: null,
      state: 'rejected',
      problem: expect.stringContaining('must be a text'),
    });
  });

  it('tells an end that has passed from one that is to come', () => {
    const ends = (seconds: number) =>
      plan({ role: 'editor', roleExpiresAt: timestampAt(seconds) }, { expiresAt: seconds });
    expect(ends(NOW / 1000 + 60)).toMatchObject({ state: 'ok', endKey: NOW / 1000 + 60 });
    expect(ends(NOW / 1000)).toMatchObject({ state: 'ended', effectiveRole: null });
    expect(plan({ role: null, roleExpiresAt: timestampAt(5) })?.endsAt).toBeNull();
  });

  it('lists an account without a document, and no guest without one', () => {
    expect(plan(null, null)).toMatchObject({ hasDocument: false, role: null, state: 'ok' });
    expect(plan(null, null, { isIdentified: false })).toBeNull();
    expect(plan({ role: 'viewer' }, {}, { isIdentified: false })).not.toBeNull();
    expect(plan({ role: 'viewer' }, {}, { disabled: true })?.state).toBe('disabled');
  });

  it('lists a document that waits for its account, and nobody who is gone', () => {
    expect(plan({ role: 'editor' }, { status: 'pending', role: null }, null)).toMatchObject({
      state: 'pending',
      createdAt: null,
      neverSignedIn: false,
    });
    expect(plan({ role: null, displayName: 'Mia' }, {}, null)).toBeNull();
    expect(plan(null, {}, null)).toBeNull();
  });

  it('names the author of the last change, and not one that a direct edit has left there', () => {
    const updatedAt = timestampAt(VERSION / 1e6 - 1);
    expect(plan({ role: 'editor', updatedBy: 'ada', updatedAt })?.changedBy).toBe('ada');
    const later = { version: VERSION + 3_000_000 };
    expect(plan({ role: 'editor', updatedBy: 'ada', updatedAt }, later)?.changedBy).toBeNull();
    expect(plan({ role: 'editor', updatedBy: 'ada' })?.changedBy).toBeNull();
  });

  it('is bounded, whatever the document says', () => {
    const huge = plan({
      role: 'x'.repeat(5000),
      displayName: '𝒜'.repeat(5000),
      email: 'y'.repeat(5000),
    });
    expect(JSON.stringify(huge).length).toBeLessThan(5000);
    expect([...(huge?.name ?? '')]).toHaveLength(200);
  });
});

it('compares a stored row by what is planned: an equal one is not written again', () => {
  const planned = plan({ role: 'editor' });
  expect(isSameRow({ ...planned, note: 'of a later release' }, planned)).toBe(true);
  expect(isSameRow({ ...planned, version: 1 }, planned)).toBe(false);
  expect(isSameRow(null, planned)).toBe(false);
  expect(isSameRow(null, null)).toBe(true);
});
