import { useEffect, useReducer } from 'react';
import { timeLeft } from './time-left.ts';

/** Longest delay that timers take: a larger one wraps around and fires at once (HTML Standard). */
const MAX_DELAY = 2 ** 31 - 1;

/**
 * The time until a moment in words, which renders again exactly when they change; null once it is
 * over, or where there is no such moment.
 *
 * @param moment in milliseconds since the Unix epoch.
 */
export function useTimeLeft(moment: number | null): string | null {
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  const end = moment ?? 0;
  const left = end - Date.now();

  // After every render: whatever caused it, the next change is due from now on.
  useEffect(() => {
    if (left <= 0) return;
    const rest = end - Date.now();
    const wait = rest > 0 ? timeLeft(rest).changesIn : 0;
    const timer = setTimeout(tick, Math.min(wait, MAX_DELAY));
    return () => clearTimeout(timer);
  });

  return left > 0 ? timeLeft(left).text : null;
}
