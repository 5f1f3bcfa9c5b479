import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createProgress, type Progress } from './progress.ts';

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
