import type { Clock } from './environment.js';
/** A timer for a moment of the wall clock, however far away. */
export interface Timer {
    /** Fires once at `at`, in milliseconds since the Unix epoch, instead of any earlier setting; null for never. */
    set(at: number | null): void;
}
export declare function createTimer(clock: Clock, onFire: () => void): Timer;
/**
 * Milliseconds to wait after so many failures in a row: exponential with full jitter, so that
 * clients that failed together do not come back together. Source: "Exponential Backoff And Jitter",
 * AWS Architecture Blog. At least 1, so that no unlucky draw makes a busy loop.
 */
export declare function backoff(failures: number, random: () => number): number;
/**
 * Milliseconds to wait before the next successful exchange of a series. A single edit is never
 * delayed; a burst of edits is answered at most about twice a second once it lasts, since some 120
 * refreshes in a row exhaust the quota (firebase-js-sdk #8159).
 */
export declare function spacing(recent: number, random: () => number): number;
