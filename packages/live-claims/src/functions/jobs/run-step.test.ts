import { expect, it } from 'vitest';
import type { Fault } from '../reconcile/failure.ts';
import { judgeStep, STEP_ATTEMPTS } from './run-step.ts';

const LAST = STEP_ATTEMPTS;
const many = (fault: Fault, count: number): readonly Fault[] => Array(count).fill(fault);

it.each([
  ['no failure', { seen: 100, changed: 5, faults: [] }, 1, 'continue'],
  ['no account', { seen: 0, changed: 0, faults: [] }, 1, 'continue'],
  ['one failed for good', { seen: 1, changed: 0, faults: many('lasting', 1) }, 1, 'continue'],
  ['some failed for good', { seen: 100, changed: 0, faults: many('lasting', 99) }, 1, 'continue'],
  ['all failed for good', { seen: 100, changed: 0, faults: many('lasting', 100) }, 1, 'abort'],
  ['one may pass', { seen: 100, changed: 9, faults: many('passing', 1) }, 1, 'retry'],
  [
    'one may pass, one may not',
    { seen: 9, changed: 0, faults: ['lasting', 'passing'] },
    1,
    'retry',
  ],
  ['all may pass', { seen: 9, changed: 0, faults: many('passing', 9) }, LAST - 1, 'retry'],
  ['one has not passed', { seen: 9, changed: 0, faults: many('passing', 1) }, LAST, 'continue'],
  ['some have not passed', { seen: 9, changed: 1, faults: many('passing', 5) }, LAST, 'continue'],
  ['none have passed', { seen: 9, changed: 0, faults: many('passing', 2) }, LAST, 'abort'],
] as const)('%s', (_, facts, attempt, verdict) => {
  expect(judgeStep(facts, attempt)).toBe(verdict);
});
