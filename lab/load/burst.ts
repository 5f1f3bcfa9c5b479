import { setTimeout as sleep } from 'node:timers/promises';
import type { WriteResult } from 'firebase-admin/firestore';
import { versionAt } from 'live-claims/core';
import { auditOf, claimsOf, editInConsole, markerOf, userDoc } from '../../test/support/admin.ts';
import { untilSnapshot } from '../../test/support/until-snapshot.ts';
import type { CountedStack } from '../costs/counted-stack.ts';
import { countsPer } from '../costs/counts-per.ts';
import type { Figure } from '../results.ts';
import type { LiveMember } from './live-member.ts';

const HELD_WITHIN_MS = 60_000;

/** By then each of the events has been handled; the emulator does not say when none is left. */
const HANDLED_WITHIN_MS = 10_000;

/**
 * One person's role is changed again and again, each edit as soon as the one before is acknowledged. All
 * of it is done once before, so that the functions' workers are warm.
 *
 * @throws when anything is lost: claims, marker or token that do not say in the end what the last edit does.
 */
export async function measureBurst(
  stack: CountedStack,
  { uid, live }: LiveMember,
  edits: number,
): Promise<readonly Figure[]> {
  await burst(uid, live, edits);
  await sleep(HANDLED_WITHIN_MS);
  const entriesBefore = (await auditOf(uid)).length;
  let times = { edited: 0, held: 0, last: 0 };
  await stack.untilQuiet();
  const counted = await stack.count(1, async () => {
    times = await burst(uid, live, edits);
    await sleep(HANDLED_WITHIN_MS);
  });
  await assertNothingLost(uid, live, times.last);

  const { tokenExchanges, invocations } = countsPer([counted], 1);
  const claimsCalls = counted.functions.auth['accounts:update'] ?? 0;
  const entries = (await auditOf(uid)).length - entriesBefore;
  const of = `${edits} edits of one person in a row`;
  const note = `Sent in ${Math.round(times.edited)} ms. ${invocations} invocations, ${claimsCalls} claims calls, ${entries} audit entries; claims, marker and token ended with the last edit.`;
  return [
    { name: `${of}: token refreshes`, value: tokenExchanges, unit: 'exchanges', aim: edits, note },
    {
      name: `${of}: from the last one until the client holds it`,
      value: Math.round(times.held),
      unit: 'ms',
      aim: null,
      note: 'The client spaces the refreshes of a burst, to at most 1 s.',
    },
  ];
}

/** @returns milliseconds for sending all, and from then on until the client holds the last; its version. */
async function burst(uid: string, live: LiveMember['live'], edits: number) {
  const begun = performance.now();
  let { role } = live.getSnapshot();
  let last = 0;
  for (let index = 0; index < edits; index++) {
    role = role === 'editor' ? 'viewer' : 'editor';
    last = versionAt(((await editInConsole(uid, { role })) as WriteResult).writeTime);
  }
  const acknowledged = performance.now();
  await untilSnapshot(
    live,
    ({ status, version }) => status === 'fresh' && version >= last,
    HELD_WITHIN_MS,
  );
  return { edited: acknowledged - begun, held: performance.now() - acknowledged, last };
}

async function assertNothingLost(
  uid: string,
  live: LiveMember['live'],
  last: number,
): Promise<void> {
  const [user, { role, cv }, marker] = await Promise.all([
    userDoc(uid).get(),
    claimsOf(uid),
    markerOf(uid),
  ]);
  const token = live.getSnapshot();
  const wanted = user.get('role');
  const roles = [role, marker?.role, token.role];
  const versions = [cv, marker?.version, token.version];
  if (roles.every((each) => each === wanted) && versions.every((each) => each === last)) return;
  const found = JSON.stringify({ wanted, roles, last, versions });
  throw new Error(`After the last edit claims, marker and token do not agree with it: ${found}`);
}
