import { describe, expect, it } from 'vitest';
import { closingLine, notRun } from './test-reporter.ts';

const file = (state: 'passed' | 'failed', passed: number, failed: number) => ({
  state: () => state,
  children: {
    allTests: (wanted: 'passed' | 'failed') =>
      Array.from({ length: wanted === 'passed' ? passed : failed }),
  },
});

describe('the last line of a test run', () => {
  it('counts the tests', () => {
    const files = [file('passed', 12, 0), file('failed', 3, 2)];
    expect(closingLine(files, 0)).toBe('15 passed, 2 failed');
  });

  it('counts a file that failed before its tests, and an error outside of all', () => {
    expect(closingLine([file('passed', 12, 0), file('failed', 0, 0)], 0)).toBe(
      '12 passed, 1 failed',
    );
    expect(closingLine([file('passed', 12, 0)], 1)).toBe('12 passed, 1 failed');
  });
});

describe('what was not run', () => {
  it('is said in one line with the command that runs it', () => {
    const leftOut = new Map([
      ['unit', 0],
      ['attacks', 14],
      ['browser', 4],
    ]);
    expect(notRun('short', leftOut)).toBe(
      'Not run: 18 test files (14 of attacks, 4 of browser). Everything: npm run test:full',
    );
  });

  it('names the long searches after everything else', () => {
    expect(notRun('full', new Map())).toMatch(/^Not run: .*npm run test:model -- --long/);
  });
});
