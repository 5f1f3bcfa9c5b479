import { describe, expect, it } from 'vitest';
import { momentFrom, momentText, parseExpiry } from './moment.ts';

const NOW = Date.UTC(2026, 10, 24, 8);

it.each([
  [0, 'in 0 seconds'],
  [-59_000, '59 seconds ago'],
  [-180_000, '3 minutes ago'],
  [7_200_000, 'in 2 hours'],
  [30 * 86_400_000 - 4000, 'in 30 days'],
])('%i ms from now is %s', (away, words) => {
  expect(momentFrom(NOW + away, NOW)).toMatch(new RegExp(`^2026-1[12]-.* UTC, ${words}$`));
});

it.each([8.64e15 + 1, 2 ** 53 * 1000, -9e15, Number.NaN, Number.POSITIVE_INFINITY])(
  '%d ms, which no calendar knows, is said as it stands',
  (millis) => {
    expect(momentText(millis)).toBe(`${millis} ms after 1970`);
    expect(momentFrom(millis, NOW)).toBe(momentText(millis));
  },
);

const NOON = Date.UTC(2026, 10, 24, 12);
const at = (text: string) => new Date(parseExpiry(text, NOON)).toISOString();

describe('the end of a role', () => {
  it.each([
    ['45m', '2026-11-24T12:45:00.000Z'],
    ['12h', '2026-11-25T00:00:00.000Z'],
    ['30d', '2026-12-24T12:00:00.000Z'],
    ['2w', '2026-12-08T12:00:00.000Z'],
    ['2027-01-31', '2027-01-31T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['2027-01-31T18:00Z', '2027-01-31T18:00:00.000Z'],
    ['2027-01-31T18:00:30.5Z', '2027-01-31T18:00:30.500Z'],
    ['2027-01-31T18:00+01:00', '2027-01-31T17:00:00.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(at(text)).toBe(moment);
  });

  it.each([
    ['no time zone', '2027-01-31T18:00'],
    ['a day that does not exist', '2027-02-30'],
    ['a day of a year that has none', '2027-02-29'],
    ['an hour that does not exist', '2027-01-31T25:00Z'],
    ['words', 'tomorrow'],
    ['a bare number', '30'],
    ['a negative span', '-1d'],
    ['a unit that is not there', '3y'],
    ['more than Firestore can store', '999999999w'],
    ['a moment after the year 9999', '9999-12-31T23:59-05:00'],
    ['nothing', ''],
  ])('is not %s: "%s"', (_, text) => {
    expect(() => parseExpiry(text, NOON)).toThrow(
      expect.objectContaining({ code: 'usage', next: expect.stringContaining('30d') }),
    );
  });

  it.each(['2026-11-24', '2026-11-24T12:00Z', '2020-01-01', '0d'])(
    'does not lie in the past, nor now: %s',
    (text) => {
      expect(() => parseExpiry(text, NOON)).toThrow(/not in the future/);
    },
  );
});
