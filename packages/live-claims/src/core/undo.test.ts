import { expect, it } from 'vitest';
import { parseChangedMeanwhile } from './changed-meanwhile.ts';
import { parseUndoChange, restoredBy } from './undo.ts';

const state = { role: 'viewer', disabled: false, expiresAt: null, sessionsRevokedAt: null };
const entry = {
  type: 'token-claims-change',
  uid: 'ada',
  before: state,
  after: { ...state, role: 'editor', expiresAt: 2_000_000_000 },
  direct: false,
} as const;

it('puts back the role with its end, or being disabled, or both', () => {
  expect(restoredBy(entry)).toEqual({ role: 'viewer', expiresAt: null });
  const ending = { ...entry, before: entry.after, after: entry.before };
  expect(restoredBy(ending)).toEqual({ role: 'editor', expiresAt: 2_000_000_000_000 });
  const disabled = { ...entry, before: { ...state, disabled: true } };
  expect(restoredBy(disabled)).toEqual({ role: 'viewer', expiresAt: null, disabled: true });
  expect(restoredBy({ ...disabled, after: state })).toEqual({ disabled: true });
});

it('takes a user without a document for one without a role', () => {
  expect(restoredBy({ ...entry, before: null })).toEqual({ role: null, expiresAt: null });
});

it.each([
  ['an end of sessions', { before: state, after: { ...state, sessionsRevokedAt: 5 } }],
  ['access settings', { before: null, after: { lockdown: true, minimumAuthTime: null } }],
  ['an invite', { type: 'invite-created' as const, uid: null }],
  ['a deleted account', { type: 'account-purged' as const }],
  ['a value that could not be applied', { type: 'claims-rejected' as const }],
])('has nothing to put back of %s', (_, given) => {
  expect(restoredBy({ ...entry, ...given })).toBeNull();
});

it('leaves the role of a directly edited document, which an entry of the marker does not have', () => {
  const off = { ...state, role: null, disabled: true };
  const direct = { ...entry, type: 'account-disabled' as const, after: off, direct: true };
  expect(restoredBy(direct)).toEqual({ disabled: false });
});

it('reads an id that an entry can have', () => {
  expect(parseUndoChange({ entryId: 'c1', reason: ' Oops ' })).toEqual({
    entryId: 'c1',
    reason: 'Oops',
  });
  expect(() => parseUndoChange({ entryId: 'a/b' })).toThrow();
});

it('reads the newer state in the details of a refusal, and of no other one', () => {
  const current = { role: 'viewer', expiresAt: null, disabled: false };
  const newer = { current, changedBy: 'ada', changedByName: 'Ada', changedAt: 5 };
  expect(parseChangedMeanwhile({ reason: 'changed-meanwhile', ...newer })).toEqual(newer);
  expect(parseChangedMeanwhile({ reason: 'not-allowed' })).toBeNull();
  expect(parseChangedMeanwhile(undefined)).toBeNull();
});
