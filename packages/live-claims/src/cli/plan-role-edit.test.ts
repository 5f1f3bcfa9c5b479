import { describe, expect, it } from 'vitest';
import { timestampAt } from '../core/index.ts';
import type { Observation } from '../functions/sync/ports.ts';
import { appRoles } from '../testing/app-roles.ts';
import { planRoleEdit, type RoleEdit } from './plan-role-edit.ts';

const FUTURE = timestampAt(4_000_000_000);

const seenWith = (
  data: Observation['source']['data'],
  account: Observation['account'] = {
    claims: {},
    disabled: false,
    sessionsValidSince: 0,
    email: null,
    emailVerified: false,
  },
): Observation => ({ source: { data, version: 10 }, marker: null, account, now: 10 });

const plan = (seen: Observation, edit: Partial<RoleEdit>, hasOtherOwner = true) =>
  planRoleEdit(
    appRoles,
    seen,
    { role: null, expiresAt: null, sessions: false, ...edit },
    hasOtherOwner,
  );

describe('an edit of a role', () => {
  it('changes the document, or makes it', () => {
    expect(plan(seenWith({ role: 'viewer' }), { role: 'owner' })).toEqual({ outcome: 'edit' });
    expect(plan(seenWith(null), { role: 'owner' }, false)).toEqual({ outcome: 'create' });
  });

  it('is also an edit when only the end changes', () => {
    const limited = seenWith({ role: 'admin', roleExpiresAt: FUTURE });
    expect(plan(limited, { role: 'admin' })).toEqual({ outcome: 'edit' });
    expect(plan(seenWith({ role: 'admin' }), { role: 'admin', expiresAt: FUTURE })).toEqual({
      outcome: 'edit',
    });
  });

  it.each([
    ['the same role', { role: 'admin' }, { role: 'admin' }],
    [
      'the same role and end',
      { role: 'admin', roleExpiresAt: FUTURE },
      { role: 'admin', expiresAt: FUTURE },
    ],
    ['no role where there is none', { role: null, roleExpiresAt: null }, { role: null }],
    ['no role where the fields are missing', {}, { role: null }],
    ['no role where there is no document', null, { role: null }],
  ])('is none for %s', (_, data, edit) => {
    expect(plan(seenWith(data), edit)).toEqual({ outcome: 'already-so' });
  });

  it('mends an end that only looks like a timestamp', () => {
    const end = { seconds: 4_000_000_000, nanoseconds: 0 };
    const edit = { role: 'admin', expiresAt: FUTURE };
    expect(plan(seenWith({ role: 'admin', roleExpiresAt: end }), edit)).toEqual({
      outcome: 'edit',
    });
    expect(plan(seenWith({ role: null, roleExpiresAt: end }), { role: null })).toEqual({
      outcome: 'edit',
    });
  });

  it('mends a role and an end that nobody can read', () => {
    const unreadable = seenWith({ role: 'Admin ', roleExpiresAt: 'tomorrow' });
    expect(plan(unreadable, { role: 'admin' })).toEqual({ outcome: 'edit' });
    expect(plan(unreadable, { role: null })).toEqual({ outcome: 'edit' });
  });
});

describe('the end of sessions', () => {
  it('is an edit also where the role is gone already, and makes the document', () => {
    const nobody = { role: null, sessions: true };
    expect(plan(seenWith({ role: null }), nobody)).toEqual({ outcome: 'edit' });
    expect(plan(seenWith(null), nobody)).toEqual({ outcome: 'create' });
  });
});

describe('an edit that could not be applied', () => {
  it('is made all the same when it takes the role away', () => {
    for (const odd of [{ disabled: 'no' }, { sessionsRevokedAt: 'now' }]) {
      expect(plan(seenWith({ role: 'admin', ...odd }), { role: null })).toEqual({
        outcome: 'edit',
      });
    }
  });

  it('is refused before it is written when another field is unreadable', () => {
    expect(plan(seenWith({ disabled: 'no' }), { role: 'admin' })).toMatchObject({
      outcome: 'cannot-apply',
      problem: { code: 'wrong-type', field: 'disabled' },
    });
  });

  it('is refused when the account’s other claims leave no room', () => {
    const full = seenWith(
      {},
      {
        claims: { big: 'x'.repeat(980) },
        disabled: false,
        sessionsValidSince: 0,
        email: null,
        emailVerified: false,
      },
    );
    expect(plan(full, { role: 'admin' })).toMatchObject({
      outcome: 'cannot-apply',
      problem: { code: 'claims-too-large' },
    });
  });

  it('is refused when Firebase Auth reserves one of them', () => {
    const odd = seenWith(
      {},
      {
        claims: { iss: 'me' },
        disabled: false,
        sessionsValidSince: 0,
        email: null,
        emailVerified: false,
      },
    );
    expect(plan(odd, { role: 'admin' })).toMatchObject({
      outcome: 'cannot-apply',
      problem: { code: 'reserved-claim' },
    });
  });

  it('is not one that waits for its account', () => {
    expect(plan(seenWith(null, null), { role: 'admin' })).toEqual({ outcome: 'create' });
  });
});

describe('the last owner without an end', () => {
  const owner = seenWith({ role: 'owner' });

  it.each<[string, Partial<RoleEdit>]>([
    ['a lower role', { role: 'admin' }],
    ['no role', { role: null }],
    ['an end', { role: 'owner', expiresAt: FUTURE }],
  ])('is not given %s', (_, edit) => {
    expect(plan(owner, edit, false)).toEqual({ outcome: 'last-owner' });
    expect(plan(owner, edit, true)).toEqual({ outcome: 'edit' });
  });

  it('is nobody who is an owner for a time, is disabled or cannot be read', () => {
    for (const data of [
      { role: 'owner', roleExpiresAt: FUTURE },
      { role: 'owner', disabled: true },
      { role: 'owner ' },
    ]) {
      expect(plan(seenWith(data), { role: null }, false)).toEqual({ outcome: 'edit' });
    }
  });
});
