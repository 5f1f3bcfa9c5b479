import { describe, expect, test } from 'vitest';
import { timingOf } from './timing.ts';

const oneToHundred = Array.from({ length: 100 }, (_, i) => i + 1);

describe('timingOf', () => {
  test('gives percentiles in milliseconds, to three digits', () => {
    const { count, failures, p50, p95, p99, max } = timingOf(oneToHundred, 3);
    expect({ count, failures }).toEqual({ count: 100, failures: 3 });
    for (const [found, exact] of [
      [p50, 50],
      [p95, 95],
      [p99, 99],
      [max, 100],
    ] as const) {
      expect(Math.abs(found - exact)).toBeLessThan(exact / 500);
    }
  });

  test('keeps an hour and a tenth of a millisecond apart', () => {
    const { p50, max } = timingOf([0.1, 0.1, 3_600_000]);
    expect(p50).toBeCloseTo(0.1, 3);
    expect(max / 3_600_000).toBeCloseTo(1, 2);
  });

  test('puts the median into its interval, and the interval into the sample', () => {
    const [low, high] = timingOf(oneToHundred).p50Interval;
    // The median of 100 draws from 1 … 100 has a standard error of about 5.
    expect(low).toBeGreaterThan(35);
    expect(low).toBeLessThan(48);
    expect(high).toBeGreaterThan(52);
    expect(high).toBeLessThan(65);
  });

  test('is surer of more samples', () => {
    const width = (samples: readonly number[]) => {
      const [low, high] = timingOf(samples).p50Interval;
      return high - low;
    };
    const many = Array.from({ length: 8 }, () => oneToHundred).flat();
    expect(width(many)).toBeLessThan(width(oneToHundred) / 1.5);
  });

  test('comes to the same each time', () => {
    expect(timingOf(oneToHundred)).toEqual(timingOf(oneToHundred));
  });

  test('knows nothing of no sample, but counts its failures', () => {
    const { count, failures, p50, p95Interval } = timingOf([], 4);
    expect({ count, failures }).toEqual({ count: 0, failures: 4 });
    expect(p50).toBeNaN();
    expect(p95Interval).toEqual([Number.NaN, Number.NaN]);
  });
});
