import type { Clock } from './environment.ts';

/** Longest delay that timers take: a larger one wraps around and fires at once (HTML Standard). */
const MAX_DELAY_MS = 2 ** 31 - 1;

const BASE_MS = 150;
const CAP_MS = 30_000;

/** Exchanges that may follow one another at once, before spacing begins. */
const FREE_EXCHANGES = 3;
const SPACING_CAP_MS = 1_000;

/** A timer for a moment of the wall clock, however far away. */
export interface Timer {
  /** Fires once at `at`, in milliseconds since the Unix epoch, instead of any earlier setting; null for never. */
  set(at: number | null): void;
}

export function createTimer(clock: Clock, onFire: () => void): Timer {
  let handle: unknown;

  const arm = (at: number) => {
    handle = clock.setTimeout(
      () => {
        // Long waits are split, and a timer may fire a little early by the clock.
        if (clock.now() < at) return arm(at);
        onFire();
      },
      Math.min(Math.max(at - clock.now(), 0), MAX_DELAY_MS),
    );
  };

  return {
    set(at) {
      clock.clearTimeout(handle);
      if (at !== null) arm(at);
    },
  };
}

/**
 * Calls `fire` once something has lasted for so long. The function that comes back is told whether it does; once it does
 * not, the next time counts from its own beginning.
 */
export function whenItLasts(clock: Clock, ms: number, fire: () => void): (lasts: boolean) => void {
  let timer: unknown = null;
  return (lasts) => {
    if (lasts === (timer !== null)) return;
    clock.clearTimeout(timer);
    timer = lasts ? clock.setTimeout(fire, ms) : null;
  };
}

/**
 * Milliseconds to wait after so many failures in a row: exponential with full jitter, so that
 * clients that failed together do not come back together. Source: "Exponential Backoff And Jitter",
 * AWS Architecture Blog. At least 1, so that no unlucky draw makes a busy loop.
 */
export function backoff(failures: number, random: () => number): number {
  return jitter(Math.min(CAP_MS, BASE_MS * 2 ** failures), random);
}

/**
 * Milliseconds to wait before the next successful exchange of a series. A single edit is never
 * delayed; a burst of edits is answered at most about twice a second once it lasts, since some 120
 * refreshes in a row exhaust the quota (firebase-js-sdk #8159).
 */
export function spacing(recent: number, random: () => number): number {
  if (recent < FREE_EXCHANGES) return 0;
  return jitter(Math.min(SPACING_CAP_MS, BASE_MS * 2 ** (recent - FREE_EXCHANGES)), random);
}

function jitter(limitMs: number, random: () => number): number {
  return Math.max(1, Math.floor(random() * limitMs));
}
