import type { LoadTest } from '../results.ts';

/** Points that a curve is drawn with, at most; more cannot be told apart in a plot. */
const MOST_POINTS = 200;

const SHARES = ['50', '95', '100'] as const;

/**
 * How a group gets there.
 *
 * @param times when each client that got there did, in milliseconds since the first change.
 * @param clients all of them, those that did not get there included.
 */
export function curveOf(
  times: readonly number[],
  clients: number,
): Pick<LoadTest, 'reached' | 'curve' | 'failures'> {
  const sorted = times.toSorted((a, b) => a - b);
  const reached = SHARES.map((share) => {
    const needed = Math.ceil((Number(share) / 100) * clients);
    return [share, sorted[needed - 1] ?? null] as const;
  });
  const every = Math.ceil(sorted.length / MOST_POINTS);
  const points = sorted.map((ms, index) => [Math.round(ms * 10) / 10, index + 1] as const);
  const kept = points.filter((_, index) => (points.length - 1 - index) % every === 0);
  return {
    reached: Object.fromEntries(reached) as LoadTest['reached'],
    curve: [[0, 0], ...kept],
    failures: clients - times.length,
  };
}

/** The most of the times that fall into any window of so many milliseconds. */
export function busiest(times: readonly number[], windowMs: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [last, ms] of sorted.entries()) {
    while (ms - (sorted[first] as number) >= windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
