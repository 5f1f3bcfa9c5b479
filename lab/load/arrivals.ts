import { setTimeout as sleep } from 'node:timers/promises';
import { machineNow } from '../backend/machine-clock.ts';

/** One piece of work that was begun by the timetable. */
export interface Arrival {
  readonly uid: string;
  /** When it was due, by `machineNow()`. */
  readonly dueAt: number;
}

/**
 * Begins on each at its time, whether or not those before are done (an open arrival rate), and comes
 * back when all are done.
 *
 * @param perSecond how many a second; null for all at once.
 * @returns when each was due, and the errors of those that failed.
 */
export async function arrive(
  uids: readonly string[],
  perSecond: number | null,
  begin: (uid: string) => Promise<unknown>,
): Promise<{ readonly arrivals: readonly Arrival[]; readonly errors: readonly unknown[] }> {
  const apart = perSecond === null ? 0 : 1000 / perSecond;
  const first = machineNow();
  const arrivals = uids.map((uid, index) => ({ uid, dueAt: first + index * apart }));
  const begun: Promise<unknown>[] = [];
  for (const { uid, dueAt } of arrivals) {
    const early = dueAt - machineNow();
    if (early > 0) await sleep(early);
    begun.push(begin(uid));
  }
  const outcomes = await Promise.allSettled(begun);
  const errors = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  );
  return { arrivals, errors };
}
