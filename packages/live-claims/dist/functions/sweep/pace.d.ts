/** Resolves when it is the caller's turn. */
export type Pace = () => Promise<void>;
export interface PaceClock {
    /** Milliseconds on a clock that only goes forward. */
    now(): number;
    sleep(ms: number): Promise<unknown>;
}
/** Turns that are at least a `perSecond`-th of a second apart, given in the order of asking. */
export declare function createPace(perSecond: number, clock?: PaceClock): Pace;
