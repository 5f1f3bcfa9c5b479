import { describe, expect, it } from 'vitest';
import { parseMarker } from './marker.ts';

const now = { seconds: 1, nanoseconds: 0 };
const marker = {
  claimsUpdatedAt: now,
  version: 5,
  role: 'editor',
  status: 'applied',
  problem: null,
  sessionsRevokedAt: null,
  disabled: false,
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
    const { sessionsRevokedAt, disabled, refreshWithin, expiresAt, ...older } = marker;
    expect(parseMarker(older)).toEqual(marker);
  });

  it.each([
    ['nothing', undefined],
    ['a version that is no integer', { ...marker, version: 1.5 }],
    ['a negative version', { ...marker, version: -1 }],
    ['an unknown status', { ...marker, status: 'done' }],
    ['a problem without a code', { ...marker, problem: { message: 'x' } }],
    ['a role that is no text', { ...marker, role: 42 }],
    ['a missing role', { ...marker, role: undefined }],
    ['text', 'marker'],
    ['null', null],
    ['a time of the change that is none', { ...marker, claimsUpdatedAt: 5 }],
    ['an unknown problem', { ...marker, problem: { code: 'bad luck', message: 'x' } }],
    ['a problem in a field without a name', { ...marker, problem: { ...problem, field: 42 } }],
    ['an end of the sessions that is none', { ...marker, sessionsRevokedAt: 5 }],
    ['a lock that is neither', { ...marker, disabled: null }],
    ['a spread of hours', { ...marker, refreshWithin: 3600 }],
    ['a spread into the past', { ...marker, refreshWithin: -1 }],
    ['an end within a second', { ...marker, expiresAt: 1.5 }],
  ])('does not guess at %s', (_, data) => {
    expect(parseMarker(data)).toBeNull();
  });
});
