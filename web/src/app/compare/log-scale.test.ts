import { expect, it } from 'vitest';
import { alongLogScale } from './log-scale.ts';

it('goes from a millisecond to an hour, and not beyond', () => {
  expect([0, 1, 3_600_000, 9e9].map(alongLogScale)).toEqual([0, 0, 1, 1]);
});

it('gives the same way to the same ratio', () => {
  const way = alongLogScale(10);
  expect(alongLogScale(100)).toBeCloseTo(2 * way, 12);
  expect(alongLogScale(5_000) - alongLogScale(500)).toBeCloseTo(way, 12);
});
