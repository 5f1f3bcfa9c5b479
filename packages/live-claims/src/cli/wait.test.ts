import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waitForReading, waitForWriting } from './wait.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => {});

describe('waiting for Firebase', () => {
  it('comes back with what it says, or throws it', async () => {
    const { signal } = new AbortController();
    expect(await waitForReading(Promise.resolve(1), signal)).toBe(1);
    await expect(waitForWriting(Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ['reading', () => waitForReading(never, new AbortController().signal)],
    ['writing', () => waitForWriting(never)],
  ])('ends after a minute while %s', async (_, wait) => {
    const waiting = expect(wait()).rejects.toMatchObject({ code: 'unreachable', exitCode: 5 });
    await vi.advanceTimersByTimeAsync(60_000);
    await waiting;
  });

  it('ends at once on Ctrl-C while nothing is changed, before and during it', async () => {
    const stop = new AbortController();
    const waiting = waitForReading(never, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'interrupted', exitCode: 130 });
    await expect(waitForReading(never, stop.signal)).rejects.toMatchObject({ code: 'interrupted' });
  });
});
