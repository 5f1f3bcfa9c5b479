import { describe, expect, it } from 'vitest';
import { span } from './moments.ts';

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
