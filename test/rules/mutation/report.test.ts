import { expect, it } from 'vitest';
import { EQUIVALENT } from './equivalent.ts';
import type { Outcome } from './hunt.ts';
import { judge, resultsPage, summary } from './report.ts';

const outcome = (name: string, killer: Outcome['killer']): Outcome => ({
  mutant: { name, operator: '|| to &&', scope: 'can', line: 1, rules: '' },
  killer,
});
const [explained = ''] = EQUIVALENT.flatMap(({ mutants }) => mutants);

it('tells survivors with a reason from those without', () => {
  const verdict = judge([outcome('new', null), outcome(explained, null)], false);
  expect(verdict.unexplained.map(({ name }) => name)).toEqual(['new']);
  expect(verdict.equivalent.map(({ mutant }) => mutant.name)).toEqual([explained]);
  expect(summary(verdict)).toContain('✗ survived, line 1: new');
});

it('finds a reason outdated when its mutant was killed', () => {
  const { outdated } = judge([outcome(explained, 'a check')], true);
  expect(outdated).toContain(explained);
  expect(judge([outcome(explained, 'a check')], false).outdated).toEqual([]);
});

it('counts what does not load neither as killed nor as survived', () => {
  const verdict = judge([outcome('x', 'unloadable'), outcome('y', 'a check')], false);
  expect(summary(verdict)).toBe('1 killed, 0 equivalent, 1 that do not load, 0 survived');
  expect(resultsPage(verdict, 61)).toContain('| \\|\\| to && | 2 | 1 | 0 | 1 | 0 |');
});

it('gives every mutant one reason', () => {
  const all = EQUIVALENT.flatMap(({ mutants }) => mutants);
  expect(new Set(all).size).toBe(all.length);
});
