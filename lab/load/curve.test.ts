import { expect, test } from 'vitest';
import { busiest, curveOf } from './curve.ts';

test('shares are of all clients, those that never got there included', () => {
  const { reached, failures } = curveOf([30, 10, 20], 4);
  expect(reached).toEqual({ '50': 20, '95': null, '100': null });
  expect(failures).toBe(1);
});

test('a curve ends with its last value', () => {
  expect(curveOf([5, 1, 9], 3).reached['100']).toBe(9);
});

test('a curve rises from none to all with a bounded number of points', () => {
  const { curve } = curveOf(
    Array.from({ length: 1000 }, (_, index) => index),
    1000,
  );
  expect(curve.length).toBeLessThanOrEqual(201);
  expect(curve[0]).toEqual([0, 0]);
  expect(curve.at(-1)).toEqual([999, 1000]);
  expect(curve.map(([, count]) => count)).toEqual(
    curve.map(([, count]) => count).toSorted((a, b) => a - b),
  );
});

test('no values are a curve without a rise', () => {
  expect(curveOf([], 2)).toEqual({
    reached: { '50': null, '95': null, '100': null },
    curve: [[0, 0]],
    failures: 2,
  });
});

test('the busiest window holds those less than its length apart', () => {
  expect(busiest([0, 50, 99, 100, 400], 100)).toBe(3);
  expect(busiest([], 100)).toBe(0);
});
