import { describe, expect, it } from 'vitest';
import { appRoles } from '../testing/app-roles.ts';
import { grantableRoles, isPermanentOwner, refuseRoleChange } from './granting.ts';

const change = (actor: string | null, target: string | null, role: string | null) => ({
  actor: { uid: 'actor', role: actor },
  target: { uid: 'target', role: target },
  role,
});
const refuse = (...args: Parameters<typeof change>) => refuseRoleChange(appRoles, change(...args));

describe('a role change by rank', () => {
  it.each([null, 'viewer', 'editor', 'Admin'])('is not allowed to the role %s', (role) => {
    expect(refuse(role, 'viewer', 'viewer')).toBe('not-allowed');
  });

  it.each([
    ['viewer', 'editor'],
    ['editor', null],
    [null, 'viewer'],
    ['unreadable', 'viewer'],
  ])('is allowed to an admin, from %s to %s', (from, to) => {
    expect(refuse('admin', from, to)).toBeNull();
  });

  it.each([
    ['admin', 'viewer'],
    ['admin', null],
    ['owner', 'viewer'],
    ['viewer', 'admin'],
    ['viewer', 'owner'],
  ])('is not allowed to an admin, from %s to %s', (from, to) => {
    expect(refuse('admin', from, to)).toBe('rank-too-low');
  });

  it.each([
    ['owner', 'viewer'],
    ['admin', 'owner'],
    ['viewer', null],
  ])('is allowed to an owner, from %s to %s', (from, to) => {
    expect(refuse('owner', from, to)).toBeNull();
  });

  it('is not allowed for one’s own role, not even to an owner', () => {
    const self = { uid: 'me', role: 'owner' };
    expect(refuseRoleChange(appRoles, { actor: self, target: self, role: 'admin' })).toBe(
      'own-role',
    );
  });

  it.each(['admin', 'owner'])('by a time-bound %s ends by their own end', (role) => {
    const actor = { uid: 'a', role, expiresAt: 1_000 };
    const target = { uid: 'b', role: 'viewer' };
    const give = (expiresAt: number | null | undefined) =>
      refuseRoleChange(appRoles, {
        actor,
        target,
        role: 'editor',
        ...(expiresAt !== undefined && { expiresAt }),
      });
    expect([give(undefined), give(null), give(1_001)]).toEqual(Array(3).fill('beyond-own-end'));
    expect([give(1_000), give(5)]).toEqual([null, null]);
    // What is taken away has no end.
    expect(refuseRoleChange(appRoles, { actor, target, role: null })).toBeNull();
    expect(grantableRoles(appRoles, actor, target)).toContain('editor');
  });

  it('offers the roles that may be given', () => {
    const actor = { uid: 'a', role: 'admin' };
    expect(grantableRoles(appRoles, actor, { uid: 'b', role: 'viewer' })).toEqual([
      'viewer',
      'editor',
    ]);
    expect(grantableRoles(appRoles, actor, { uid: 'b', role: 'owner' })).toEqual([]);
    expect(grantableRoles(appRoles, actor, actor)).toEqual([]);
  });
});

describe('a permanent owner', () => {
  it.each([
    ['is one without an end', { role: 'owner', expiresAt: null }, true],
    ['is not one for a time', { role: 'owner', expiresAt: 2_000_000_000 }, false],
    ['is not one with another role', { role: 'admin', expiresAt: null }, false],
    ['is not one without a role', { role: null, expiresAt: null }, false],
    ['is not one whose document cannot be read', null, false],
  ])('%s', (_, grant, expected) => {
    expect(isPermanentOwner(appRoles, grant)).toBe(expected);
  });
});
