import { describe, expect, it } from 'vitest';
import { appRoles } from '../testing/app-roles.ts';
import { defineRoles, isRole, permissionsOf, permits, rankOf, topRole } from './roles.ts';

describe('a role table', () => {
  it('ranks roles in the order they are written', () => {
    expect(appRoles.ranking.map((role) => rankOf(appRoles, role))).toEqual([0, 1, 2, 3]);
    expect(topRole(appRoles)).toBe('owner');
  });

  it.each([null, 'root', 'Admin', 'admin ', '', 'constructor', '__proto__', 'toString'])(
    'grants nothing to %j',
    (role) => {
      expect(rankOf(appRoles, role)).toBe(-1);
      expect(permissionsOf(appRoles, role)).toEqual([]);
      expect(permits(appRoles, role, 'posts.read')).toBe(false);
    },
  );

  it.each([undefined, null, 42, ['admin'], { role: 'admin' }])(
    'knows that %j is no role',
    (value) => {
      expect(isRole(appRoles, value)).toBe(false);
    },
  );

  it.each([
    ['a name with a blank', { ranking: ['team lead'], permissions: { 'team lead': ['a'] } }],
    [
      'a name that would break out of a rule',
      { ranking: ['a": []'], permissions: { 'a": []': [] } },
    ],
    ['a permission with a blank', { permissions: { a: ['do it'] } }],
    ['a permission that would break out of a rule', { permissions: { a: ["x'"] } }],
    ['an initial role that is not in it', { initialRole: 'b' }],
    ['no role', { ranking: [], permissions: {}, initialRole: null }],
    ['a role twice', { ranking: ['a', 'a'] }],
    ['a role without permissions', { ranking: ['a', 'b'] }],
    ['permissions without a rank', { permissions: { a: ['p'], b: [] } }],
  ])('is refused with %s', (_, wrong) => {
    const definition = { ranking: ['a'], permissions: { a: ['p'] }, initialRole: 'a', ...wrong };
    expect(() => defineRoles(definition)).toThrow(TypeError);
  });

  it('lets new accounts start without a role', () => {
    const definition = { ranking: ['a'], permissions: { a: ['p'] }, initialRole: null } as const;
    expect(defineRoles(definition).initialRole).toBeNull();
  });
});

describe('the app’s roles', () => {
  it('let each rank do all that the one below may', () => {
    const { ranking, permissions } = appRoles;
    for (const [rank, role] of ranking.slice(1).entries()) {
      const below = ranking[rank] as typeof role;
      expect(permissions[role]).toEqual(expect.arrayContaining([...permissions[below]]));
    }
  });
});
