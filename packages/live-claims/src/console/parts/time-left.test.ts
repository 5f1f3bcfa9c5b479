import { describe, expect, it } from 'vitest';
import { timeLeft } from './time-left.ts';

describe('the time that is left', () => {
  it.each([
    [1, '1 s'],
    [59_001, '60 s'],
    [120_000, '120 s'],
    [120_001, '3 min'],
    [240_000, '4 min'],
    [7_200_000, '120 min'],
    [7_200_001, '3 h'],
    [172_800_001, '3 days'],
  ])('of %i ms is %s', (millis, text) => {
    expect(timeLeft(millis).text).toBe(text);
  });

  it('says when it will read otherwise, and does so to the millisecond', () => {
    for (const millis of [1, 999, 1_000, 61_234, 120_001, 299_999, 7_300_000, 400_000_000]) {
      const { text, changesIn } = timeLeft(millis);
      expect(changesIn).toBeGreaterThan(0);
      if (changesIn < millis) {
        expect(timeLeft(millis - changesIn + 0.5).text).toBe(text);
        expect(timeLeft(millis - changesIn).text).not.toBe(text);
      }
    }
  });
});
