import { describe, expect, it } from 'vitest';
import { OPEN_ACCESS, readAccessSettings } from './access-settings.ts';
import { timestampAt } from './timestamp.ts';

const SECOND = 1_800_000_000;
const NOW = SECOND * 1000;
const at = (seconds: number) => timestampAt(seconds, 999_999_999);
const read = (data: unknown, now = NOW) => readAccessSettings(data, now);
const LOCKED = { lockdown: true, minimumAuthTime: null };

describe('the access settings', () => {
  it.each([null, undefined, {}, { lockdown: false }, { minimumAuthTime: null }, { other: 7 }])(
    'leave access open by %j',
    (data) => {
      expect(read(data)).toEqual(OPEN_ACCESS);
      expect(read(data)).toEqual({ lockdown: false, minimumAuthTime: null });
    },
  );

  it('are read side by side, a minimum in whole seconds', () => {
    const minimumAuthTime = at(SECOND - 1);
    expect(read({ lockdown: true })).toEqual(LOCKED);
    expect(read({ minimumAuthTime })).toEqual({ lockdown: false, minimumAuthTime: SECOND - 1 });
    expect(read({ lockdown: true, minimumAuthTime })).toEqual({
      lockdown: true,
      minimumAuthTime: SECOND - 1,
    });
  });

  it.each([
    { lockdown: 'no' },
    { lockdown: 0 },
    { lockdown: null },
    { minimumAuthTime: 'yesterday' },
    { minimumAuthTime: SECOND },
    { minimumAuthTime: false },
    { lockdown: false, minimumAuthTime: { seconds: '7', nanoseconds: 0 } },
    { lockdown: 'yes', minimumAuthTime: at(SECOND - 1) },
  ])('lock down where they cannot be read: %j', (data) => {
    expect(read(data)).toEqual(LOCKED);
  });

  it('lock down by a minimum in the future, until its second comes', () => {
    const data = { lockdown: false, minimumAuthTime: at(SECOND) };
    expect(read(data, NOW - 1)).toEqual(LOCKED);
    expect(read(data, NOW)).toEqual({ lockdown: false, minimumAuthTime: SECOND });
  });
});
