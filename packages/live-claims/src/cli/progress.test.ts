import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { barText, createProgress, type Progress, showProgress } from './progress.ts';
import { fakeTerminal } from './testing/fake-terminal.ts';

/** What `work` shows where lines cannot change in place; every look at the clock is a second on. */
async function shown(work: (progress: Progress) => Promise<unknown>): Promise<string> {
  const stream = new PassThrough();
  let seconds = 0;
  const progress = createProgress({
    stream: stream as unknown as NodeJS.WriteStream,
    animated: false,
    now: () => 1000 * seconds++,
  });
  await work(progress).catch(() => {});
  stream.end();
  return stripVTControlCharacters(await text(stream));
}

describe('progress', () => {
  it('shows a step when it begins, and how it went when it is over', async () => {
    expect(await shown(({ step }) => step('Building', async () => 1))).toBe(
      '  Building …\n✔  Building  1.0 s\n',
    );
  });

  it('shows what a step says meanwhile', async () => {
    const output = await shown(({ step }) =>
      step('Starting', async (say) => say('downloading 137 MB')),
    );
    expect(output).toContain('  Starting: downloading 137 MB\n');
  });

  it('marks a failed step, and one that was given up on request', async () => {
    const failing = (error: Error) =>
      shown(({ step }) => step('Starting', () => Promise.reject(error)));
    expect(await failing(new Error('no'))).toContain('✗  Starting');
    const interrupted = Object.assign(new Error('Stopped.'), { code: 'interrupted' });
    expect(await failing(interrupted)).toContain('■  Starting');
  });

  it('comes back with the result of the work and passes its failure on', async () => {
    const stream = new PassThrough() as unknown as NodeJS.WriteStream;
    const { step } = createProgress({ stream, animated: false });
    expect(await step('Counting', async () => 42)).toBe(42);
    await expect(step('Failing', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});

const COUNT = { seen: 1, total: 2, changed: 0, skipped: 0 };

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

it.each([
  [0, '░'.repeat(24), '0 %'],
  [4999, `${'█'.repeat(11)}${'░'.repeat(13)}`, '49 %'],
  [10_000, '█'.repeat(24), '100 %'],
])('%i of 10,000 is a bar of that share', (seen, bar, percent) => {
  const text = barText({ seen, total: 10_000, changed: 3, skipped: 0 });
  expect(text).toBe(
    `${bar} ${percent.padStart(5)}  ${seen.toLocaleString('en-GB')} of 10,000 · 3 changed`,
  );
});

it('more people than were expected do not burst it', () => {
  const text = barText({ seen: 12, total: 10, changed: 0, skipped: 1 });
  expect(text).toContain('100 %  12 of 12 · 0 changed · 1 skipped');
});

it('no user at all is done', () => {
  expect(barText({ seen: 0, total: 0, changed: 0, skipped: 0 })).toContain('100 %  0 of 0');
});
