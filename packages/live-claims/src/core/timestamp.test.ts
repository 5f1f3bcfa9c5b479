import { expect, it } from 'vitest';
import { isTimestamp, millisOf, timestampAt, versionAt } from './timestamp.ts';

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

it('knows a timestamp by its type, as rules do', () => {
  expect(isTimestamp(timestampAt(1))).toBe(true);
  expect(isTimestamp(timestampAt(253_402_300_799, 999_999_999))).toBe(true);
});

it.each([
  null,
  5,
  '2026-01-01',
  {},
  { seconds: 1 },
  // As JSON backups leave it, in a map.
  { seconds: 1, nanoseconds: 0 },
  { _seconds: 1, _nanoseconds: 0 },
  new Date(),
  timestampAt(1.5),
  timestampAt(253_402_300_800),
  timestampAt(-62_135_596_801),
  timestampAt(Number.MAX_SAFE_INTEGER),
  timestampAt(1, -1),
  timestampAt(1, 1_000_000_000),
])('does not take %j for a timestamp', (value) => expect(isTimestamp(value)).toBe(false));
