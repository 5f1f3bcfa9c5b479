import { describe, expect, it } from 'vitest';
import { ageOf, momentOf, systemClock } from './clock.ts';

const clock = (monotonic: number, wall: number) => ({
  monotonic: () => monotonic,
  wall: () => wall,
});
const then = momentOf(clock(10, 1000));

describe('an age', () => {
  it.each([
    ['nothing yet', 10, 1000, 0],
    ['both clocks', 17, 1007, 7],
    ['a time of day that was put forward', 17, 6000, 5000],
    ['a time of day that was put back', 17, 400, 600],
    ['a time of day that stands still', 17, 1000, 7],
    ['a running time that stood still while the machine slept', 10, 1900, 900],
  ])('is never too small: %s', (_, monotonic, wall, age) => {
    expect(ageOf(then, clock(monotonic, wall))).toBe(age);
  });

  it('runs on the system’s clocks', () => {
    const wall = Date.now();
    const moment = momentOf(systemClock);
    expect(moment.wall).toBeGreaterThanOrEqual(wall);
    expect(moment.wall).toBeLessThanOrEqual(Date.now());
    expect(moment.monotonic).toBeGreaterThan(0);
    expect(moment.monotonic).toBeLessThanOrEqual(performance.now());
  });
});
