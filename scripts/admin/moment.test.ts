import { expect, it } from 'vitest';
import { momentFrom } from './moment.ts';

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
