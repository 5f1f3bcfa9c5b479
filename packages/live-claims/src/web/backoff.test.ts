import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoff, spacing } from './backoff.ts';

const almostOne = () => 1 - 2 ** -53;
const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoff', () => {
  it('doubles its limit with every failure, up to half a minute', () => {
    const limits = [1, 2, 3, 7, 8, 9, 1_000].map((failures) => backoff(failures, almostOne));
    expect(limits).toEqual([299, 599, 1_199, 19_199, 29_999, 29_999, 29_999]);
  });

  it('draws from the whole range, so that clients that failed together spread out', () => {
    expect(backoff(8, () => 0.25)).toBe(7_500);
    expect(backoff(8, () => 0.75)).toBe(22_500);
  });

  it('is never a busy loop, whatever is drawn', () => {
    fc.assert(
      fc.property(fc.nat(), unit, (failures, draw) => {
        const ms = backoff(failures, () => draw);
        expect(ms).toBeGreaterThanOrEqual(1);
        expect(ms).toBeLessThanOrEqual(30_000);
      }),
    );
  });
});

describe('spacing', () => {
  it('lets a few exchanges through at once and then widens to a second at most', () => {
    const limits = [0, 1, 2, 3, 4, 5, 6, 100].map((recent) => spacing(recent, almostOne));
    expect(limits).toEqual([0, 0, 0, 149, 299, 599, 999, 999]);
  });
});
