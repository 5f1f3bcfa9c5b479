import { expect, it } from 'vitest';
import { toldCount, toldDollars, toldRatio, toldTime } from './told-figures.ts';

it.each([
  [0, '0.0 ms'],
  [9.94, '9.9 ms'],
  [9.96, '10 ms'],
  [84.2, '84 ms'],
  [999.6, '1 s'],
  [2_530, '2.5 s'],
  [60_000, '1 min'],
  [90_000, '1.5 min'],
  [3_600_000, '1 h'],
])('tells %f ms as %s', (ms, told) => {
  expect(toldTime(ms)).toBe(told);
});

it('tells ratios, dollars and counts', () => {
  expect([1.14, 31.4, 25_340, Number.NaN, 1 / 0].map(toldRatio)).toEqual([
    '1.1×',
    '31×',
    '25,000×',
    '–',
    '–',
  ]);
  expect([0, 0.00123, 4.2, 1_342.7].map(toldDollars)).toEqual(['$0', '$0.0012', '$4.20', '$1,340']);
  expect([0, 0.5, 1, 1234.567].map(toldCount)).toEqual(['0', '0.5', '1', '1,234.57']);
});
