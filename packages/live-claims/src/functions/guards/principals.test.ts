import { describe, expect, it } from 'vitest';
import { timestampAt } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import { roleOfActor, roleOfTarget } from './principals.ts';

const SECOND = 1_800_000_000;
const at = (seconds: number) => timestampAt(seconds);

describe('the role of who acts', () => {
  it.each([
    ['that stands there', { role: 'admin' }, 'admin'],
    ['until the second before its end', { role: 'admin', roleExpiresAt: at(SECOND + 1) }, 'admin'],
    ['not from its end on', { role: 'admin', roleExpiresAt: at(SECOND) }, null],
    ['not while they are disabled', { role: 'admin', disabled: true }, null],
    ['not when it cannot be read', { role: 'Admin' }, null],
    ['not when its end cannot be read', { role: 'admin', roleExpiresAt: 'never' }, null],
    ['not without one', {}, null],
    ['not without a document', undefined, null],
  ])('counts: %s', (_, user, role) => {
    expect(roleOfActor(appRoles, user, SECOND * 1000)).toBe(role);
  });
});

describe('the role of who is changed', () => {
  it.each([
    ['that stands there', { role: 'admin' }, 'admin'],
    ['while they are disabled', { role: 'admin', disabled: true }, 'admin'],
    ['after its end', { role: 'admin', roleExpiresAt: at(1) }, 'admin'],
    ['that the table does not have', { role: 'Admin' }, 'Admin'],
    ['no text', { role: ['admin'] }, null],
    ['without one', {}, null],
    ['without a document', undefined, null],
  ])('counts: %s', (_, user, role) => {
    expect(roleOfTarget(user)).toBe(role);
  });
});
