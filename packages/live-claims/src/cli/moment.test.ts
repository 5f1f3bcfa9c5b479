import { expect, it } from 'vitest';
import { momentFrom, momentText } from './moment.ts';

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
