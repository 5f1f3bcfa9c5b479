import { describe, expect, it } from 'vitest';
import { timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { hasExpiredGrant } from './end-expired-grant.ts';

const SECOND = 1_800_000_000;
const at = (seconds: number, nanoseconds = 0) => timestampAt(seconds, nanoseconds);
const due = (document: Record<string, unknown>, now = SECOND * 1000) =>
  hasExpiredGrant(appRoles, document, now);

describe('T2: a grant is over', () => {
  it('from its very second on, in which the checks refuse as well', () => {
    const document = { role: 'editor', roleExpiresAt: at(SECOND, 999) };
    expect(due(document, SECOND * 1000 - 1)).toBe(false);
    expect(due(document)).toBe(true);
  });

  it.each([
    ['for somebody disabled', { role: 'editor', disabled: true }],
    ['where only the end is left', { role: null }],
  ])('%s as well', (_, document) => {
    expect(due({ ...document, roleExpiresAt: at(SECOND - 1) })).toBe(true);
  });

  it.each([
    ['a grant without an end', { role: 'editor', roleExpiresAt: null }],
    ['a role that nobody can read', { role: 'Editor ', roleExpiresAt: at(1) }],
    ['an end that nobody can read', { role: 'editor', roleExpiresAt: 1 }],
    ['a switch that nobody can read', { role: 'editor', roleExpiresAt: at(1), disabled: 'no' }],
    ['an empty document', {}],
  ])('never for %s', (_, document) => {
    expect(due(document)).toBe(false);
  });
});
