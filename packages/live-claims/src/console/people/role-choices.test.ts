import { describe, expect, it } from 'vitest';
import { appRoles } from '../../testing/app-roles.ts';
import { roleChoices, whyNoChoice } from './role-choices.ts';

const editor = { uid: 'ed', roleText: 'editor' };

describe('the roles on offer', () => {
  it('are those below an admin’s rank, and none at all', () => {
    expect(roleChoices(appRoles, { uid: 'a', role: 'admin' }, editor)).toEqual([
      null,
      'viewer',
      'editor',
    ]);
  });

  it('are all of them for an owner', () => {
    expect(roleChoices(appRoles, { uid: 'o', role: 'owner' }, editor)).toEqual([
      null,
      ...appRoles.ranking,
    ]);
  });

  it('are none for oneself, for a user at one’s own rank, and without the permission to grant', () => {
    const admin = { uid: 'a', role: 'admin' };
    expect(roleChoices(appRoles, admin, { uid: 'a', roleText: 'admin' })).toEqual([]);
    expect(roleChoices(appRoles, admin, { uid: 'b', roleText: 'admin' })).toEqual([]);
    expect(roleChoices(appRoles, { uid: 'e', role: 'editor' }, editor)).toEqual([]);
  });

  it('are there for a role that cannot be read, so that it can be mended', () => {
    const broken = { uid: 'x', roleText: 'Admin ' };
    expect(roleChoices(appRoles, { uid: 'a', role: 'admin' }, broken)).not.toEqual([]);
  });
});

describe('no role to choose', () => {
  const edith = (roleText: string) => ({ uid: 'e', name: 'Edith', roleText });
  const said = (role: string, roleText: string) =>
    whyNoChoice(appRoles, { uid: 'a', role }, edith(roleText)).replaceAll(/[\u2068\u2069]/g, '');

  it('says who rose, to what, and who can change it now', () => {
    expect(said('admin', 'owner')).toBe(
      'Edith is an owner now, so only an owner can change this role.',
    );
    expect(said('admin', 'admin')).toBe(
      'Edith is an admin now, so only an owner can change this role.',
    );
  });

  it('says that one’s own access changed, where that is why', () => {
    expect(said('editor', 'owner')).toMatch(/^Your access changed/);
  });
});
