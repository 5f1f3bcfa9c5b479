import { describe, expect, it } from 'vitest';
import { keepFresh } from './keep-fresh.ts';
import { fakeClock } from './testing/fake-documents.ts';

const MAX_AGE = 5000;

function scene() {
  const clock = fakeClock(1_800_000_000_000);
  const reads: PromiseWithResolvers<number>[] = [];
  const value = keepFresh(
    () => {
      const read = Promise.withResolvers<number>();
      reads.push(read);
      return read.promise;
    },
    MAX_AGE,
    clock,
  );
  return { clock, reads, value };
}

describe('a value that is kept fresh', () => {
  it('is read once for all who ask within its age, also while that read is under way', async () => {
    const { clock, reads, value } = scene();
    const answers = [value(), value()];
    reads[0]?.resolve(1);
    expect(await Promise.all(answers)).toEqual([1, 1]);
    clock.advance(MAX_AGE);
    expect(await value()).toBe(1);
    expect(reads).toHaveLength(1);
  });

  it('is read again a millisecond after its age, which began with the read', async () => {
    const { clock, reads, value } = scene();
    const first = value();
    clock.advance(MAX_AGE - 1);
    reads[0]?.resolve(1);
    await first;
    clock.advance(2);
    const second = value();
    reads[1]?.resolve(2);
    expect(await second).toBe(2);
  });

  it('is not waited for any longer than its age', () => {
    const { clock, reads, value } = scene();
    void value();
    clock.advance(MAX_AGE + 1);
    void value();
    expect(reads).toHaveLength(2);
  });

  it('is read again once a read has failed', async () => {
    const { reads, value } = scene();
    const first = value();
    reads[0]?.reject(new Error('out of reach'));
    await expect(first).rejects.toThrow('out of reach');
    const second = value();
    reads[1]?.resolve(2);
    expect(await second).toBe(2);
  });

  it('is kept when an older read fails late', async () => {
    const { clock, reads, value } = scene();
    const first = value();
    clock.advance(MAX_AGE + 1);
    const second = value();
    reads[1]?.resolve(2);
    await second;
    reads[0]?.reject(new Error('out of reach'));
    await expect(first).rejects.toThrow('out of reach');
    expect(await value()).toBe(2);
    expect(reads).toHaveLength(2);
  });
});
