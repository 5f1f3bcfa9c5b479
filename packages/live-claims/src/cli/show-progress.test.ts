import { expect, it } from 'vitest';
import { showProgress } from './show-progress.ts';
import { fakeTerminal } from './testing/fake-terminal.ts';

const COUNT = { seen: 1, total: 2, changed: 0, setAside: 0 };

it('in a pipe there is a line at the beginning and the end, not one a person', async () => {
  const terminal = fakeTerminal();
  const result = await showProgress(
    terminal,
    'Work',
    async (show) => {
      for (let seen = 0; seen <= 1000; seen++) show({ ...COUNT, seen, total: 1000 });
      return 'result';
    },
    () => false,
  );
  expect(result).toBe('result');
  const { out, err } = terminal.written();
  expect(out).toBe('');
  expect(err.split('\n').length).toBeLessThan(6);
  expect(err).toMatch(/✔ {2}Work {2}█+ 100 % {2}1,000 of 1,000/);
});

it('work that was left is marked as neither done nor failed, and its result comes back', async () => {
  const terminal = fakeTerminal();
  const work = async (show: (count: typeof COUNT, word: string) => void) => {
    show(COUNT, 'nothing has moved');
    return 'half';
  };
  expect(await showProgress(terminal, 'Work', work, () => true)).toBe('half');
  expect(terminal.written().err).toContain('nothing has moved');
  expect(terminal.written().err).toMatch(/■ {2}Work/);
});

it('a failure goes on', async () => {
  const terminal = fakeTerminal();
  const work = () => Promise.reject(new Error('no'));
  await expect(showProgress(terminal, 'Work', work, () => false)).rejects.toThrow('no');
  expect(terminal.written().err).toMatch(/✗ {2}Work/);
});
