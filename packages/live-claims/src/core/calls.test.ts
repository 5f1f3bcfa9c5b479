import { describe, expect, it } from 'vitest';
import { appRoles } from '../testing/app-roles.ts';
import { parseSetUserRole } from './calls.ts';

const parse = (data: unknown) => parseSetUserRole(appRoles, data);

describe('parseSetUserRole', () => {
  it('takes a role, none, and an end in milliseconds', () => {
    expect(parse({ uid: 'u', role: 'editor' })).toEqual({ uid: 'u', role: 'editor' });
    expect(parse({ uid: 'u', role: null, expiresAt: null })).toEqual({
      uid: 'u',
      role: null,
      expiresAt: null,
    });
    expect(parse({ uid: 'u', role: 'editor', expiresAt: 5 }).expiresAt).toBe(5);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'editor'],
    ['no id', { role: 'editor' }],
    ['an empty id', { uid: '', role: 'editor' }],
    ['an id that leaves the collection', { uid: 'u/private/x', role: 'editor' }],
    ['a dot id', { uid: '..', role: 'editor' }],
    ['a reserved id', { uid: '__all__', role: 'editor' }],
    ['an id of 129 characters', { uid: 'u'.repeat(129), role: 'editor' }],
    ['no role', { uid: 'u' }],
    ['an unknown role', { uid: 'u', role: 'root' }],
    ['a role with a blank', { uid: 'u', role: 'editor ' }],
    ['a prototype’s name', { uid: 'u', role: 'constructor' }],
    ['a list', { uid: 'u', role: ['editor'] }],
    ['an unknown field', { uid: 'u', role: 'editor', rank: 9 }],
    ['an end that is no number', { uid: 'u', role: 'editor', expiresAt: 'soon' }],
    ['an end before 1970', { uid: 'u', role: 'editor', expiresAt: -1 }],
  ])('refuses %s', (_, data) => {
    expect(() => parse(data)).toThrow();
  });

  it('names the roles there are', () => {
    expect(() => parse({ uid: 'u', role: 'root' })).toThrow('viewer, editor, admin, owner');
  });
});
