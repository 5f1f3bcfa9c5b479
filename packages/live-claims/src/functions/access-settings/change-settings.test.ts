import { describe, expect, it } from 'vitest';
import { type AccessSettings, OPEN_ACCESS, timestampAt, topRole } from '../../core/index.ts';
import { appRoles } from '../../testing/app-roles.ts';
import type { Caller } from '../guards/check-access.ts';
import { refuseAccessSettings } from './change-settings.ts';

const SECOND = 1_800_000_000;
const at = (seconds: number) => timestampAt(seconds);
const TOP = topRole(appRoles);
const CALLER: Caller = {
  uid: 'ada',
  access: { role: TOP, expiresAt: null, version: 1 },
  authTime: SECOND - 3600,
  issuedAt: SECOND,
  token: {},
};

const refused = (
  user: Record<string, unknown> | null,
  caller: Partial<Caller> = {},
  settings: AccessSettings = OPEN_ACCESS,
  permission: string | null = null,
) =>
  refuseAccessSettings(
    appRoles,
    permission,
    { ...CALLER, ...caller },
    { settings, user },
    SECOND * 1000,
    300,
  )?.reason;

describe('the access settings', () => {
  it('are for the top role, by its document and not by its token', () => {
    expect(
      refused({ role: TOP }, { access: { role: 'viewer', expiresAt: null, version: 1 } }),
    ).toBe(undefined);
    for (const role of [...appRoles.ranking.slice(0, -1), null, `${TOP} `, 42]) {
      expect(refused({ role }), String(role)).toBe('not-allowed');
    }
    expect(refused(null)).toBe('not-allowed');
  });

  it.each([
    ['disabled', { role: TOP, disabled: true }, 'disabled'],
    ['out of time', { role: TOP, roleExpiresAt: at(SECOND) }, 'not-allowed'],
    ['signed out everywhere', { role: TOP, sessionsRevokedAt: at(SECOND - 60) }, 'session-revoked'],
  ])('are refused to a user %s', (_, user, reason) => {
    expect(refused(user)).toBe(reason);
  });

  it('want a token of at most five minutes, of those for whom a new one would help', () => {
    const oldest = SECOND - 300;
    expect(refused({ role: TOP }, { issuedAt: oldest })).toBe(undefined);
    expect(refused({ role: TOP }, { issuedAt: oldest - 1 })).toBe('token-too-old');
    expect(refused({ role: 'viewer' }, { issuedAt: oldest - 1 })).toBe('not-allowed');
  });

  it('hold for their own: an older sign-in does not undo the minimum, a new one does', () => {
    const settings = { lockdown: false, minimumAuthTime: SECOND - 10 };
    expect(refused({ role: TOP }, {}, settings)).toBe('sign-in-too-old');
    expect(refused({ role: TOP }, { authTime: SECOND - 10 }, settings)).toBe(undefined);
  });

  it('are for the roles with the permission for it too, which a lockdown then locks out', () => {
    const asked = (role: string, settings = OPEN_ACCESS) =>
      refused({ role }, {}, settings, 'roles.grant');
    expect(asked('admin')).toBe(undefined);
    expect(asked('viewer')).toBe('not-allowed');
    expect(asked('admin', { lockdown: true, minimumAuthTime: null })).toBe('locked-down');
    expect(asked(TOP, { lockdown: true, minimumAuthTime: null })).toBe(undefined);
    expect(refused({ role: 'admin', disabled: true }, {}, OPEN_ACCESS, 'roles.grant')).toBe(
      'disabled',
    );
  });

  it('can be turned back in a lockdown, by the top role alone', () => {
    const settings = { lockdown: true, minimumAuthTime: null };
    expect(refused({ role: TOP }, {}, settings)).toBe(undefined);
    expect(refused({ role: 'admin' }, {}, settings)).toBe('locked-down');
  });
});
