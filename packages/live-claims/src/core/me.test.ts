import { describe, expect, it } from 'vitest';
import type { Marker } from './marker.ts';
import { describeMe, ME_PATH, parseMe } from './me.ts';

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
  describeMe('mia', { marker: { ...marker, ...change }, settings });

describe('the answer to "who am I"', () => {
  it('is where clients of every release look for it', () => {
    expect(ME_PATH).toBe('/api/users/me');
  });

  it('says what the marker and the access settings say', () => {
    expect(me()).toEqual({
      uid: 'mia',
      marker,
      settings,
    });
  });

  it('says that an account has no marker', () => {
    expect(describeMe('mia', { marker: null, settings })).toEqual({
      uid: 'mia',
      marker: null,
      settings,
    });
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
