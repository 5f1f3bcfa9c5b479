import { describe, expect, it } from 'vitest';
import { parseMarker } from './marker.ts';
import { timestampAt } from './timestamp.ts';

const now = timestampAt(1);
const marker = {
  claimsUpdatedAt: now,
  version: 5,
  role: 'editor',
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
};

const problem = { code: 'unknown-role', message: 'No such role.', field: 'role', value: '"boss"' };

describe('parseMarker', () => {
  it('reads what the functions write', () => {
    expect(parseMarker(marker)).toEqual(marker);
  });

  it('reads what is wrong with an edit, and leaves out what it does not know', () => {
    const full = { ...marker, status: 'rejected', problem, refreshWithin: 60, expiresAt: -1 };
    expect(parseMarker({ ...full, more: 1 })).toEqual(full);
  });

  it('does without the fields that came later', () => {
    const { claimsUpdatedAt, version, role, status, problem: none } = marker;
    const older = { claimsUpdatedAt, version, role, status, problem: none };
    expect(parseMarker(older)).toEqual(marker);
  });

  it.each([
    ['nothing', undefined],
    ['a version that is no integer', { ...marker, version: 1.5 }],
    ['a negative version', { ...marker, version: -1 }],
    ['a role that is no text', { ...marker, role: 42 }],
    ['a missing role', { ...marker, role: undefined }],
    ['text', 'marker'],
    ['null', null],
    ['a time of the change that is none', { ...marker, claimsUpdatedAt: 5 }],
    ['a time in a map', { ...marker, claimsUpdatedAt: { seconds: 1, nanoseconds: 0 } }],
    ['an end of the sessions that is none', { ...marker, sessionsRevokedAt: 5 }],
    ['an end within a second', { ...marker, expiresAt: 1.5 }],
  ])('does not guess at %s', (_, data) => {
    expect(parseMarker(data)).toBeNull();
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>?]>([
    ['a status', { status: 'half-done' }, { status: 'pending' }],
    ['a problem', { problem: { code: 'bad-luck', message: 'x' } }],
    ['a problem without a code', { problem: { message: 'x' } }, { problem: null }],
    ['a lock', { disabled: 'until Monday' }, { disabled: true }],
    ['a lock that is null', { disabled: null }, { disabled: true }],
    ['a lock in Auth', { disabledInAuth: 'yes' }, { disabledInAuth: false }],
    ['a spread', { refreshWithin: 3600 }, { refreshWithin: null }],
    ['an address', { email: { primary: 'a@b.c' } }, { email: null }],
    ['a last lowering', { loweredVersion: '5' }, { loweredVersion: 0 }],
  ])('passes over %s of a later release, and gives nothing for it', (_, later, read = later) => {
    expect(parseMarker({ ...marker, ...later })).toEqual({ ...marker, ...read });
  });
});
