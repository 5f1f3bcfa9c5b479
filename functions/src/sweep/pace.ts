import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when it is the caller's turn. */
export type Pace = () => Promise<void>;

/** Turns that are at least a `perSecond`-th of a second apart, given in the order of asking. */
export function createPace(perSecond: number): Pace {
  const apart = 1000 / perSecond;
  let free = 0;
  return async () => {
    const now = performance.now();
    const turn = Math.max(now, free);
    free = turn + apart;
    if (turn > now) await sleep(turn - now);
  };
}
