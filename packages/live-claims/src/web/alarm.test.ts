import { describe, expect, it, vi } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { createAlarm } from './alarm.ts';

const START = 1_000_000;

function setup() {
  const clock = new FakeClock(START);
  const ring = vi.fn();
  return { clock, ring, alarm: createAlarm(clock, ring) };
}

describe('an alarm', () => {
  it('rings once, at its time', async () => {
    const { clock, ring, alarm } = setup();
    alarm.set(START + 500);
    await clock.advance(499);
    expect(ring).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(ring).toHaveBeenCalledTimes(1);
    await clock.advance(10_000);
    expect(ring).toHaveBeenCalledTimes(1);
  });

  it('waits for years, although a timer of more than 2^31 ms would fire at once', async () => {
    const { clock, ring, alarm } = setup();
    const year = 365 * 86_400_000;
    alarm.set(START + year);
    await clock.advance(year - 1);
    expect(ring).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(ring).toHaveBeenCalledTimes(1);
  });

  it('waits on when its timer fires a little early', async () => {
    let now = START;
    const timers: (() => void)[] = [];
    const clock = {
      now: () => now,
      setTimeout: (callback: () => void) => timers.push(callback),
      clearTimeout: () => {},
    };
    const ring = vi.fn();
    createAlarm(clock, ring).set(START + 500);
    now = START + 499;
    timers.shift()?.();
    expect(ring).not.toHaveBeenCalled();
    now = START + 500;
    timers.shift()?.();
    expect(ring).toHaveBeenCalledTimes(1);
  });

  it('set to another time forgets the first, and to null every time', async () => {
    const { clock, ring, alarm } = setup();
    alarm.set(START + 500);
    alarm.set(START + 900);
    await clock.advance(600);
    expect(ring).not.toHaveBeenCalled();
    alarm.set(null);
    await clock.advance(10_000);
    expect(ring).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });

  it('can be set again after it has rung', async () => {
    const { clock, ring, alarm } = setup();
    alarm.set(START + 500);
    await clock.advance(500);
    alarm.set(START + 1_000);
    await clock.advance(500);
    expect(ring).toHaveBeenCalledTimes(2);
  });
});
