import { expect, it } from 'vitest';
import { readCoverage } from './coverage.ts';

const content = 'a() && b()';
const at = (currentOffset: number, endOffset: number, values?: object[], children?: object[]) => ({
  sourcePosition: { line: 1, currentOffset, endOffset },
  values: values?.map((value) => ({ value, count: 1 })),
  children,
});
const yes = { boolValue: true };
const no = { boolValue: false };
const gapsOf = (...report: object[]) =>
  readCoverage({ rules: { files: [{ content }] }, report }).gaps.map(
    ({ expression, missing }) => `${expression}: ${missing}`,
  );

it('finds nothing where all came out both ways, or as values', () => {
  expect(gapsOf(at(0, 9, [yes, no], [at(0, 2, [yes, no]), at(7, 9, [{ intValue: '1' }])]))).toEqual(
    [],
  );
});

it('finds what was never evaluated, never true or never false, down to the parts', () => {
  expect(gapsOf(at(0, 9, [yes, no], [at(0, 2, [yes]), at(7, 9)]))).toEqual([
    'a(): never false',
    'b(): never evaluated',
  ]);
  expect(gapsOf(at(0, 9, [no]))).toEqual(['a() && b(): never true']);
});

it('counts an error as neither', () => {
  expect(gapsOf(at(0, 2, [{ undefined: {} }, yes]))).toEqual(['a(): never false']);
});
