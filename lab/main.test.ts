import { expect, it, vi } from 'vitest';
import { exitCodeOf } from './main.ts';

const unavailable = { what: 'Redis', why: 'There is no Redis server here.' };
const fault = { what: 'Load tests', why: 'The stack did not start.', isFault: true };

it('a run in which a part failed ends with 1, and says which', () => {
  const told = vi.spyOn(console, 'error').mockReturnValue();
  vi.spyOn(console, 'log').mockReturnValue();
  expect(exitCodeOf({ skipped: [unavailable, fault] })).toBe(1);
  expect(told).toHaveBeenCalledExactlyOnceWith('Failed: Load tests. The stack did not start.');
});

it('a run without what this machine does not have ends with 0', () => {
  vi.spyOn(console, 'log').mockReturnValue();
  expect(exitCodeOf({ skipped: [unavailable] })).toBe(0);
});
