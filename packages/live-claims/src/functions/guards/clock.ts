/** Two clocks in milliseconds: one that nobody sets, and the time of day. */
export interface Clock {
  /** Only ever grows. Some machines stop it while they sleep. */
  readonly monotonic: () => number;
  /** Since the Unix epoch. Jumps when somebody sets it. */
  readonly wall: () => number;
}

export const systemClock: Clock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
};

/** A moment on both clocks. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export function momentOf({ monotonic, wall }: Clock): Moment {
  return { monotonic: monotonic(), wall: wall() };
}

/**
 * At least how many milliseconds have passed since then, if either clock tells the truth: the larger
 * of what the two say, and a time of day that went back counts like one that went forward.
 */
export function ageOf(then: Moment, clock: Clock): number {
  return Math.max(clock.monotonic() - then.monotonic, Math.abs(clock.wall() - then.wall));
}
