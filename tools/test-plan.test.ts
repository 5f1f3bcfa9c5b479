import { describe, expect, it } from 'vitest';
import { planTests } from './test-plan.ts';

const nothing = { stack: false, web: false, manyFiles: false };
const everything = { stack: true, web: true, manyFiles: true };
const noBrowser = { ...everything, web: false };

describe('what a test run needs', () => {
  it.each([
    ['every change', [], { ...everything, selection: 'short' }],
    ['every change, ending at the first failure', ['--bail', '1'], { selection: 'short' }],
    ['all tests', ['--full'], { ...everything, selection: 'full', args: [] }],
    ['all tests, in any order', ['--full', '--sequence.shuffle'], { selection: 'full' }],
    ['a file by its name', ['sync-user'], { ...everything, manyFiles: false, selection: 'asked' }],
    ['a test by its name', ['-t', 'second sign-in'], { ...everything, selection: 'asked' }],
    ['unit tests', ['--project', 'unit'], { ...nothing, selection: 'asked' }],
    ['unit tests', ['--project=unit', '--bail', '1'], nothing],
    ['chaos, which starts a stack of its own', ['--project', 'chaos'], nothing],
    ['rules', ['--project', 'rules'], noBrowser],
    [
      'one file of the rules',
      ['--project', 'rules', 'queries'],
      { ...noBrowser, manyFiles: false },
    ],
    ['unit tests and rules', ['--project=unit', '--project', 'rules'], noBrowser],
    ['the browser', ['--project=browser'], everything],
    ['a pattern of projects', ['--project', '!browser'], everything],
    ['help', ['--help'], nothing],
  ])('for %s (%j)', (_what, args, plan) => {
    expect(planTests(args)).toMatchObject(plan);
  });
});
