/** Two clocks in milliseconds: one that nobody sets, and the time of day. */
export interface Clock {
    /** Only ever grows. Some machines stop it while they sleep. */
    readonly monotonic: () => number;
    /** Since the Unix epoch. Jumps when somebody sets it. */
    readonly wall: () => number;
}
export declare const systemClock: Clock;
/** A moment on both clocks. */
export interface Moment {
    readonly monotonic: number;
    readonly wall: number;
}
export declare function momentOf({ monotonic, wall }: Clock): Moment;
/**
 * At least how many milliseconds have passed since then, if either clock tells the truth: the larger
 * of what the two say, and a time of day that went back counts like one that went forward.
 */
export declare function ageOf(then: Moment, clock: Clock): number;
