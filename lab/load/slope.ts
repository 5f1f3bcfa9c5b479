import { setTimeout as sleep } from 'node:timers/promises';
import { editInConsole } from '../../test/support/admin.ts';
import { untilSnapshot } from '../../test/support/until-snapshot.ts';
import type { Counted, CountedStack } from '../costs/counted-stack.ts';
import { countsPer } from '../costs/counts-per.ts';
import type { LabResults } from '../results.ts';
import { timingOf } from '../timing.ts';
import type { LiveMember } from './live-member.ts';

/** A client puts off the refreshes of a burst, so one person's changes come further apart. */
const BETWEEN_CHANGES_MS = 2_100;

/** Rounds over all users, after one to warm up. */
const ROUNDS = 5;

const CHANGED_WITHIN_MS = 10_000;

/** What was found at one size of the project, at one time. */
export interface Found {
  readonly accounts: number;
  readonly changes: number;
  readonly counted: Counted;
  /** From sending the edit until the client holds the new token, milliseconds. */
  readonly times: readonly number[];
}

/** Changes each member's role some times, one after the other. */
export async function countChanges(
  accounts: number,
  { stack, members }: { readonly stack: CountedStack; readonly members: readonly LiveMember[] },
): Promise<Found> {
  await round(members);
  const changes = ROUNDS * members.length;
  const times: number[] = [];
  await stack.untilQuiet();
  const counted = await stack.count(changes, async () => {
    for (let index = 0; index < ROUNDS; index++) {
      times.push(...(await round(members)).filter((time) => time !== null));
    }
  });
  return { accounts, changes, counted, times };
}

/** What all that was found at a size comes to, for one change. */
export function slopeOf(accounts: number, found: readonly Found[]): LabResults['slope'][number] {
  const here = found.filter((each) => each.accounts === accounts);
  const times = here.flatMap((each) => each.times);
  const changes = here.reduce((sum, each) => sum + each.changes, 0);
  return {
    accounts,
    change: countsPer(
      here.map(({ counted }) => counted),
      changes,
    ),
    timing: timingOf(times, changes - times.length),
  };
}

/** Changes every user once, one after the other. @returns milliseconds each; null where it failed. */
async function round(members: readonly LiveMember[]): Promise<readonly (number | null)[]> {
  const times: (number | null)[] = [];
  for (const member of members) {
    await sleep(BETWEEN_CHANGES_MS / members.length);
    times.push(await change(member).catch(() => null));
  }
  return times;
}

async function change({ uid, live }: LiveMember): Promise<number> {
  const role = live.getSnapshot().role === 'editor' ? 'viewer' : 'editor';
  const sent = performance.now();
  await editInConsole(uid, { role });
  await untilSnapshot(
    live,
    (now) => now.role === role && now.status === 'fresh',
    CHANGED_WITHIN_MS,
  );
  return performance.now() - sent;
}
