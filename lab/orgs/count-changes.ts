import { setTimeout as sleep } from 'node:timers/promises';
import { httpsCallable } from 'firebase/functions';
import { ORG_CALLABLES } from 'live-claims/core';
import { untilSnapshot } from '../../test/support/until-snapshot.ts';
import type { CountedStack } from '../costs/counted-stack.ts';
import { countsPer } from '../costs/counts-per.ts';
import type { Counts, Timing } from '../results.ts';
import { timingOf } from '../timing.ts';
import { ORG } from './org-app.ts';
import { editMembership, editRole, type OrgMember, roleIn } from './org-member.ts';

/** Ways to change somebody's access, each there and back, by what it leads to. */
type Way = (member: OrgMember) => Promise<void>;

/** A change that takes longer counts as a failure. */
const CHANGED_WITHIN_MS = 20_000;

/** The change of before. */
const role: Way = async ({ uid, live }) => {
  const next = live.getSnapshot().role === 'editor' ? 'viewer' : 'editor';
  await editRole(uid, next);
  await untilSnapshot(
    live,
    (now) => now.role === next && now.status === 'fresh',
    CHANGED_WITHIN_MS,
  );
};

async function memberTo(
  { live }: OrgMember,
  next: string | null,
  change: () => Promise<unknown>,
): Promise<void> {
  await change();
  await untilSnapshot(
    live,
    (now) => roleIn(now, ORG) === next && now.status === 'fresh',
    CHANGED_WITHIN_MS,
  );
}

const otherRole = ({ live }: OrgMember) =>
  roleIn(live.getSnapshot(), ORG) === 'editor' ? 'viewer' : 'editor';

const membership: Way = (member) => {
  const next = otherRole(member);
  return memberTo(member, next, () => editMembership(ORG, member.uid, next));
};

const joinOrLeave: Way = (member) => {
  const next = roleIn(member.live.getSnapshot(), ORG) === null ? 'viewer' : null;
  return memberTo(member, next, () => editMembership(ORG, member.uid, next));
};

const byOwner =
  (owner: OrgMember): Way =>
  (member) => {
    const setMemberRole = httpsCallable(owner.client.functions, ORG_CALLABLES.setMemberRole);
    const next = otherRole(member);
    return memberTo(member, next, () => setMemberRole({ orgId: ORG, uid: member.uid, role: next }));
  };

/** What is counted, by the names on the page. */
export const waysOf = (owner: OrgMember): ReadonlyMap<string, Way> =>
  new Map([
    ['a role in the app, edit in the console', role],
    ['a membership, edit in the console', membership],
    ['a membership begins or ends, edit in the console', joinOrLeave],
    ['a membership, by the callable', byOwner(owner)],
  ]);

/**
 * Changes each member some times, an even number of rounds after one there and back to warm up: all stand in the end as
 * they did before. A change that its client does not hear of is a failure.
 *
 * @param pace how often each is changed, and how far apart the changes of one are.
 */
export async function countChanges(
  stack: CountedStack,
  members: readonly OrgMember[],
  way: Way,
  { rounds, apartMs }: { readonly rounds: number; readonly apartMs: number },
): Promise<{ readonly change: Counts; readonly timing: Timing }> {
  let [times, failures]: [number[], number] = [[], 0];
  const round = async () => {
    for (const member of members) {
      await sleep(apartMs / members.length);
      const sent = performance.now();
      try {
        await way(member);
        times.push(performance.now() - sent);
      } catch {
        failures += 1;
      }
    }
  };
  for (let warm = 0; warm < 2; warm++) await round();
  [times, failures] = [[], 0];
  await stack.untilQuiet();
  const changes = rounds * members.length;
  const counted = await stack.count(changes, async () => {
    for (let index = 0; index < rounds; index++) await round();
  });
  return { change: countsPer([counted], changes), timing: timingOf(times, failures) };
}
