import { expect, it } from 'vitest';
import { withPart } from './parts.ts';
import { MADE_UP } from './report/testing/made-up-results.ts';

const run = { at: '2026-11-28T23:20:00.000Z', loadBefore: 0.3, loadAfter: 1.2 };
const figure = (name: string) => ({ name, value: 1, unit: 'ms', aim: null, note: '' });

it('a part that is measured anew replaces what it found before, and nothing else', () => {
  const first = withPart(MADE_UP, 'load', { loadTests: [], figures: [figure('one')] }, run);
  const second = withPart(first, 'size', { slope: [], figures: [figure('two')] }, run);
  const again = withPart(second, 'load', { loadTests: [], figures: [figure('three')] }, run);
  const added = again.figures.slice(MADE_UP.figures.length).map(({ name }) => name);
  expect(added).toEqual(['two', 'three']);
  expect(again.effect).toBe(MADE_UP.effect);
  expect(again.parts).toEqual({ ...MADE_UP.parts, load: run, size: run });
});

it('a part that failed leaves what it found before, and is told of until it succeeds', () => {
  const failed = { what: 'Load tests', why: 'The stack did not start.', isFault: true };
  const first = withPart(MADE_UP, 'load', { skipped: [failed] }, run);
  expect(first.loadTests).toBe(MADE_UP.loadTests);
  expect(first.parts).toEqual(MADE_UP.parts);
  expect(first.skipped).toEqual([...MADE_UP.skipped, { ...failed, part: 'load' }]);
  expect(withPart(first, 'load', { loadTests: [] }, run).skipped).toEqual(MADE_UP.skipped);
});
