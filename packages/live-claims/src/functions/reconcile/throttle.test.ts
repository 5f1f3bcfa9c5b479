import { expect, it } from 'vitest';
import { createThrottle } from './throttle.ts';

/** Time that passes only when a test says so; what was slept is written down. */
function handClock() {
  const slept: number[] = [];
  return {
    at: 1_000,
    slept,
    now() {
      return this.at;
    },
    async sleep(ms: number) {
      slept.push(ms);
    },
  };
}

it('gives turns at its rate, however many ask at once', async () => {
  const clock = handClock();
  const pace = createThrottle(50, clock);
  for (let asked = 0; asked < 5; asked++) await pace();
  expect(clock.slept).toEqual([20, 40, 60, 80]);
});

it('does not save up unused slots', async () => {
  const clock = handClock();
  const pace = createThrottle(50, clock);
  await pace();
  clock.at += 100;
  for (let asked = 0; asked < 3; asked++) await pace();
  expect(clock.slept).toEqual([20, 40]);
});

it('waits no longer than it has to for who comes a little early', async () => {
  const clock = handClock();
  const pace = createThrottle(50, clock);
  await pace();
  clock.at += 15;
  await pace();
  expect(clock.slept).toEqual([5]);
});

it('keeps to the rate on the real clock', async () => {
  const pace = createThrottle(100);
  const begun = performance.now();
  await Promise.all([pace(), pace(), pace()]);
  // Timers may be a millisecond early.
  expect(performance.now() - begun).toBeGreaterThan(18);
});
