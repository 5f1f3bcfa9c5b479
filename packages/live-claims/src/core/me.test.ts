import { describe, expect, it } from 'vitest';
import { appRoles } from '../testing/app-roles.ts';
import type { Marker } from './marker.ts';
import { describeMe, ME_PATH, parseMe } from './me.ts';

const NOW = 1_800_000_000_000;
const SECOND = NOW / 1000;

const marker: Marker = {
  claimsUpdatedAt: { seconds: 1_700_000_000, nanoseconds: 5 },
  version: 1_700_000_000_000_000,
  role: 'editor',
  status: 'applied',
  problem: null,
  sessionsRevokedAt: { seconds: 1_600_000_000, nanoseconds: 7 },
  disabled: false,
  disabledInAuth: false,
  email: null,
  emailVerified: false,
  loweredVersion: 0,
  refreshWithin: null,
  expiresAt: null,
};
const settings = { lockdown: false, minimumAuthTime: 1_500_000_000 };
const me = (change: Partial<Marker> = {}) =>
  describeMe(appRoles, 'mia', { marker: { ...marker, ...change }, settings }, NOW);

describe('the answer to "who am I"', () => {
  it('is where clients of every release look for it', () => {
    expect(ME_PATH).toBe('/api/users/me');
  });

  it('says what the marker and the access settings say', () => {
    expect(me()).toEqual({
      uid: 'mia',
      role: 'editor',
      permissions: ['posts.read', 'posts.write'],
      marker,
      settings,
    });
  });

  it.each([
    ['a second before its end', SECOND + 1, 'editor'],
    ['from its end on', SECOND, null],
    ['a second after', SECOND - 1, null],
  ])('has the role of a grant for a time: %s', (_, expiresAt, role) => {
    expect(me({ expiresAt }).role).toBe(role);
  });

  it('has no role and no permission for a disabled account', () => {
    expect(me({ disabled: true })).toMatchObject({ role: null, permissions: [] });
  });

  it('has nothing for an account without a marker', () => {
    expect(describeMe(appRoles, 'mia', { marker: null, settings }, NOW)).toMatchObject({
      role: null,
      permissions: [],
      marker: null,
    });
  });

  it('permits nothing by a role that the table does not have', () => {
    expect(me({ role: 'superuser' })).toMatchObject({ role: 'superuser', permissions: [] });
  });

  it('comes back from JSON, whatever class the timestamps have', () => {
    class SdkTimestamp {
      readonly seconds = 1_600_000_000;
      readonly nanoseconds = 7;
      toJSON() {
        return { _seconds: this.seconds, _nanoseconds: this.nanoseconds };
      }
    }
    const time = new SdkTimestamp();
    const answer = me({ claimsUpdatedAt: time, sessionsRevokedAt: time });
    expect(parseMe(JSON.parse(JSON.stringify(answer)))).toEqual({
      ...me(),
      marker: { ...marker, claimsUpdatedAt: { ...time }, sessionsRevokedAt: { ...time } },
    });
    expect(parseMe(JSON.parse(JSON.stringify(me({ sessionsRevokedAt: null }))))).not.toBeNull();
  });

  it.each([
    null,
    'mia',
    {},
    { ...me(), uid: 7 },
    { ...me(), settings: {} },
    { ...me(), marker: { version: 1 } },
  ])('is null when it cannot be read: %j', (data) => {
    expect(parseMe(data)).toBeNull();
  });
});
