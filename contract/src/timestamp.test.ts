import { expect, it } from 'vitest';
import { isTimestamp, millisOf, versionAt } from './timestamp.ts';

it('keeps the order of update times one microsecond apart', () => {
  const seconds = 1_795_000_000;
  const earlier = versionAt({ seconds, nanoseconds: 999_998_000 });
  const later = versionAt({ seconds, nanoseconds: 999_999_999 });
  expect(later - earlier).toBe(1);
  expect(versionAt({ seconds: seconds + 1, nanoseconds: 0 }) - later).toBe(1);
});

it('is a safe integer until 2255', () => {
  const seconds = Date.UTC(2255, 0) / 1000;
  expect(Number.isSafeInteger(versionAt({ seconds, nanoseconds: 999_999_999 }))).toBe(true);
});

it('says when a version was committed, in milliseconds', () => {
  expect(millisOf(versionAt({ seconds: 2, nanoseconds: 500_000_000 }))).toBe(2500);
});

it.each([null, 5, '2026-01-01', {}, { seconds: 1 }, { seconds: 1.5, nanoseconds: 0 }, new Date()])(
  'does not take %j for a timestamp',
  (value) => expect(isTimestamp(value)).toBe(false),
);
