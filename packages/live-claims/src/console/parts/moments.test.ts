import { describe, expect, it } from 'vitest';
import { dayAndTime, dayOf, isoOf, momentFrom, span } from './moments.ts';

describe('a span of time', () => {
  it.each([
    [0, '0 ms'],
    [84.4, '84 ms'],
    [999.6, '1.0 s'],
    [1234, '1.2 s'],
    [59_970, '1 min'],
    [180_000, '3 min'],
    [7_200_000, '2 h'],
    [172_800_000, '2 days'],
  ])('%d ms reads %s', (millis, words) => {
    expect(span(millis)).toBe(words);
  });
});

describe('a moment that no calendar has', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53 * 1000, -9e17])(
    '%d keeps no page from opening',
    (millis) => {
      for (const text of [dayAndTime(millis), dayOf(millis), momentFrom(millis, 0)]) {
        expect(text).toBe('a time that cannot be read');
      }
      expect(isoOf(millis)).toBeUndefined();
    },
  );
});
