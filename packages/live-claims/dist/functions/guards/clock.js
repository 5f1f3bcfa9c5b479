export const systemClock = {
    monotonic: () => performance.now(),
    wall: () => Date.now(),
};
export function momentOf({ monotonic, wall }) {
    return { monotonic: monotonic(), wall: wall() };
}
/**
 * At least how many milliseconds have passed since then, if either clock tells the truth: the larger
 * of what the two say, and a time of day that went back counts like one that went forward.
 */
export function ageOf(then, clock) {
    return Math.max(clock.monotonic() - then.monotonic, Math.abs(clock.wall() - then.wall));
}
