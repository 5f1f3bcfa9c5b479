import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { backoff, createTimer, spacing } from './timing.ts';

const START = 1_000_000;

function setup() {
  const clock = new FakeClock(START);
  const onFire = vi.fn();
  return { clock, onFire, timer: createTimer(clock, onFire) };
}

describe('a timer', () => {
  it('fires once, at its time', async () => {
    const { clock, onFire, timer } = setup();
    timer.set(START + 500);
    await clock.advance(499);
    expect(onFire).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(onFire).toHaveBeenCalledTimes(1);
    await clock.advance(10_000);
    expect(onFire).toHaveBeenCalledTimes(1);
  });

  it('waits for years, although a timer of more than 2^31 ms would fire at once', async () => {
    const { clock, onFire, timer } = setup();
    const year = 365 * 86_400_000;
    timer.set(START + year);
    await clock.advance(year - 1);
    expect(onFire).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(onFire).toHaveBeenCalledTimes(1);
  });

  it('waits on when its timer fires a little early', async () => {
    let now = START;
    const timers: (() => void)[] = [];
    const clock = {
      now: () => now,
      setTimeout: (callback: () => void) => timers.push(callback),
      clearTimeout: () => {},
    };
    const onFire = vi.fn();
    createTimer(clock, onFire).set(START + 500);
    now = START + 499;
    timers.shift()?.();
    expect(onFire).not.toHaveBeenCalled();
    now = START + 500;
    timers.shift()?.();
    expect(onFire).toHaveBeenCalledTimes(1);
  });

  it('set to another time forgets the first, and to null every time', async () => {
    const { clock, onFire, timer } = setup();
    timer.set(START + 500);
    timer.set(START + 900);
    await clock.advance(600);
    expect(onFire).not.toHaveBeenCalled();
    timer.set(null);
    await clock.advance(10_000);
    expect(onFire).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });

  it('can be set again after it has rung', async () => {
    const { clock, onFire, timer } = setup();
    timer.set(START + 500);
    await clock.advance(500);
    timer.set(START + 1_000);
    await clock.advance(500);
    expect(onFire).toHaveBeenCalledTimes(2);
  });
});

const almostOne = () => 1 - 2 ** -53;
const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoff', () => {
  it('doubles its limit with every failure, up to half a minute', () => {
    const limits = [1, 2, 3, 7, 8, 9, 1_000].map((failures) => backoff(failures, almostOne));
    expect(limits).toEqual([299, 599, 1_199, 19_199, 29_999, 29_999, 29_999]);
  });

  it('draws from the whole range, so that clients that failed together spread out', () => {
    expect(backoff(8, () => 0.25)).toBe(7_500);
    expect(backoff(8, () => 0.75)).toBe(22_500);
  });

  it('is never a busy loop, whatever is drawn', () => {
    fc.assert(
      fc.property(fc.nat(), unit, (failures, draw) => {
        const ms = backoff(failures, () => draw);
        expect(ms).toBeGreaterThanOrEqual(1);
        expect(ms).toBeLessThanOrEqual(30_000);
      }),
    );
  });
});

describe('spacing', () => {
  it('lets a few exchanges through at once and then widens to a second at most', () => {
    const limits = [0, 1, 2, 3, 4, 5, 6, 100].map((recent) => spacing(recent, almostOne));
    expect(limits).toEqual([0, 0, 0, 149, 299, 599, 999, 999]);
  });
});
