import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spread } from './spread.ts';

it('leaves alone what is far enough apart', () => {
  expect(spread([30, 0, 10], 10)).toEqual([30, 0, 10]);
});

it('moves apart around the middle', () => {
  expect(spread([5, 5, 5], 2)).toEqual([3, 5, 7]);
  expect(spread([0, 9, 10], 4)).toEqual([0, 7.5, 11.5]);
});

it('keeps the order and the gap, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 20 }), (positions) => {
      const moved = spread(positions, 7);
      const order = positions.map((_, index) => index);
      order.sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0) || a - b);
      const sorted = order.map((index) => moved[index] ?? 0);
      for (const [index, at] of sorted.entries()) {
        if (index > 0) expect(at - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(7 - 1e-9);
      }
    }),
  );
});
