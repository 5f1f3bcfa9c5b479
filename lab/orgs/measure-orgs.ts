import { inOwnProcess } from '../own-process.ts';
import type { OrgResults } from '../results.ts';
import type { CountedInput, CountedOutput } from './counted-process.ts';
import type { TimedInput, TimedOutput } from './timed-process.ts';

/** How much of everything. */
export type OrgSize = TimedInput & Omit<CountedInput, 'rounds'>;

/** Far more than it takes on two cores. */
const WITHIN_MS = 1_200_000;

/**
 * What a change of a membership takes beside a change of a role: how long until it has its effect, what is counted, by the
 * number of members and of organisations. In two processes, one after the other, each with a stack of its own: the one
 * that times has no proxy in between.
 */
export async function measureOrgs(
  { rounds, warmUp, members, ...counted }: OrgSize,
  onProgress: (detail: string) => void,
): Promise<OrgResults> {
  const options = { onProgress, withinMs: WITHIN_MS };
  const timed = await inOwnProcess<TimedInput, TimedOutput>(
    new URL('./timed-process.ts', import.meta.url),
    { rounds, warmUp, members },
    options,
  );
  const counts = await inOwnProcess<CountedInput, CountedOutput>(
    new URL('./counted-process.ts', import.meta.url),
    { ...counted, rounds: 2 * Math.ceil(rounds / 15) },
    options,
  );
  return { ...timed, ...counts };
}
