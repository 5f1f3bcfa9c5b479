import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when it is the caller's turn. */
export type Pace = () => Promise<void>;

export interface PaceClock {
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

/** Turns that are at least a `perSecond`-th of a second apart, given in the order of asking. */
export function createPace(
  perSecond: number,
  clock: PaceClock = { now: () => performance.now(), sleep },
): Pace {
  const apart = 1000 / perSecond;
  let free = 0;
  return async () => {
    const now = clock.now();
    const turn = Math.max(now, free);
    free = turn + apart;
    if (turn > now) await clock.sleep(turn - now);
  };
}
