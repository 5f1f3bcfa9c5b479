import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when it is the caller's turn. */
export type Throttle = () => Promise<void>;

export interface PaceClock {
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

/** Turns that are at least a `perSecond`-th of a second apart, given in the order of asking. */
export function createThrottle(
  perSecond: number,
  clock: PaceClock = { now: () => performance.now(), sleep },
): Throttle {
  const apart = 1000 / perSecond;
  let free = 0;
  return async () => {
    const now = clock.now();
    const turn = Math.max(now, free);
    free = turn + apart;
    if (turn > now) await clock.sleep(turn - now);
  };
}

/**
 * Does the work on every item, on at most `limit` of them at the same time, and comes back with what
 * it came to in the order of the items. Once `isOver` says so, it begins on no further one, and
 * leaves those out.
 */
export async function mapConcurrent<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Result>,
  isOver: () => boolean = () => false,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  // One iterator for all, so that each takes the next free item.
  const untaken = items.entries();
  const takeOneByOne = async () => {
    for (const [index, item] of untaken) {
      if (isOver()) return;
      results[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: limit }, takeOneByOne));
  // Without the holes of those left out.
  return results.filter(() => true);
}
