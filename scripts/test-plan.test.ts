import { describe, expect, it } from 'vitest';
import { planTests } from './test-plan.ts';

const nothing = { stack: false, web: false };
const everything = { stack: true, web: true };

describe('what a test run needs', () => {
  it.each([
    ['all tests', [], everything],
    ['a file by its name', ['sync-user'], everything],
    ['unit tests', ['--project', 'unit'], nothing],
    ['unit tests', ['--project=unit', '--bail', '1'], nothing],
    ['chaos, which starts a stack of its own', ['--project', 'chaos'], nothing],
    ['rules', ['--project', 'rules'], { stack: true, web: false }],
    ['unit tests and rules', ['--project=unit', '--project', 'rules'], { stack: true, web: false }],
    ['the browser', ['--project=browser'], everything],
    ['a pattern of projects', ['--project', '!browser'], everything],
    ['help', ['--help'], nothing],
  ])('for %s (%j)', (_what, args, plan) => {
    expect(planTests(args)).toEqual(plan);
  });
});
