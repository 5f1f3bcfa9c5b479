import type { Clock } from './environment.ts';

/** Longest delay that timers take: a larger one wraps around and fires at once (HTML Standard). */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** A timer for a moment of the wall clock, however far away. */
export interface Alarm {
  /** Rings once at `at`, in milliseconds since the Unix epoch, instead of any earlier setting; null for never. */
  set(at: number | null): void;
}

export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let due: number | null = null;
  let handle: unknown;

  const arm = (at: number) => {
    handle = clock.setTimeout(
      () => {
        // Long waits come in pieces, and timers may fire a little before the clock says so.
        if (clock.now() < at) return arm(at);
        due = null;
        ring();
      },
      Math.min(Math.max(at - clock.now(), 0), MAX_DELAY_MS),
    );
  };

  return {
    set(at) {
      if (at === due) return;
      if (due !== null) clock.clearTimeout(handle);
      due = at;
      if (at !== null) arm(at);
    },
  };
}
