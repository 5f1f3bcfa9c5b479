import { setTimeout as sleep } from 'node:timers/promises';
import { parseMarker } from 'live-claims/core';
import { claimsOf } from '../../test/support/admin.ts';
import { untilSnapshot } from '../../test/support/until-snapshot.ts';
import type { CountedStack } from '../costs/counted-stack.ts';
import { countsPer } from '../costs/counts-per.ts';
import type { Counts, Figure, OrgResults } from '../results.ts';
import { timingOf } from '../timing.ts';
import { editMembership, type OrgMember, openOrgMember, roleIn } from './org-member.ts';
import { store } from './org-stack.ts';
import { createSettledMembers, inBatches } from './settled-members.ts';

/** The id that Firestore would give: 20 characters. */
const idOf = (index: number) => `${index}`.padStart(20, 'organisation-00000000');

const SETTLE_WITHIN_MS = 120_000;

/**
 * One person in many organisations: what fits into the token, what a change of one membership takes, and a change of
 * all of them at once.
 *
 * @throws when a change is lost: claims, marker or client that do not say in the end what the memberships do.
 */
export async function measureManyOrgs(
  stack: CountedStack,
  hub: string,
  { orgs, ...pace }: { readonly orgs: number; readonly changes: number; readonly apartMs: number },
): Promise<Pick<OrgResults, 'many' | 'figures'>> {
  const ids = Array.from({ length: orgs }, (_, index) => idOf(index));
  const [uid] = (await createSettledMembers(hub, 'everywhere-', {
    last: 1,
    role: 'viewer',
    orgs: Object.fromEntries(ids.map((id) => [id, 'viewer'])),
  })) as [string];
  const member = await openOrgMember(uid);
  try {
    const [claims, marker, user] = await Promise.all([
      claimsOf(uid),
      store.marker(uid).get(),
      store.user(uid).get(),
    ]);
    const named = Object.keys((claims.o ?? {}) as object);
    const [first, last] = [ids[0] as string, ids.at(-1) as string];
    const many = [
      await countOne(stack, member, first, { ...pace, what: 'one that the token names' }),
      await countOne(stack, member, last, { ...pace, what: 'the last one of all' }),
    ];
    const together = await changeTogether(stack, member, ids);
    const about = `${orgs} organisations with ids of ${first.length} characters`;
    const figures: Figure[] = [
      {
        name: `${about}: named by the token`,
        value: named.length,
        unit: 'organisations',
        aim: null,
        note: `The other ${orgs - named.length} are on the marker, and rules and guards look their memberships up. All claims: ${JSON.stringify(claims).length} of 1,000 characters.`,
      },
      {
        name: `${about}: \`users/{uid}\` and marker`,
        value: Math.round((sizeOf(user.data()) + sizeOf(marker.data())) / 100) / 10,
        unit: 'kB',
        aim: 1_000,
        note: 'As JSON, of which a document may have 1,000.',
      },
      {
        name: `${about}: all ${orgs} roles of the person change in one commit`,
        value: Math.round(together.ms / 100) / 10,
        unit: 's',
        aim: null,
        note: `Until claims, marker and client say so; lost: 0. ${together.counts.invocations} invocations, ${together.claimsCalls} claims calls, ${together.counts.documentReads} reads, ${together.counts.documentWrites} writes, ${together.counts.tokenExchanges} token exchanges. Cloud Firestore advises one write a second of one document, here \`users/{uid}\`, and the emulator has no such limit.`,
      },
    ];
    return { many, figures };
  } finally {
    await member.close();
  }
}

/** Changes one of the person's memberships some times. */
async function countOne(
  stack: CountedStack,
  member: OrgMember,
  orgId: string,
  {
    changes,
    apartMs,
    what,
  }: { readonly changes: number; readonly apartMs: number; readonly what: string },
) {
  await change(member, orgId, apartMs);
  const times: number[] = [];
  await stack.untilQuiet();
  const counted = await stack.count(changes, async () => {
    for (let index = 0; index < changes; index++) times.push(await change(member, orgId, apartMs));
  });
  return { what, change: countsPer([counted], changes), timing: timingOf(times) };
}

/** From sending the edit until the client has it, in milliseconds. */
async function change({ uid, live }: OrgMember, orgId: string, apartMs: number): Promise<number> {
  await sleep(apartMs);
  const role = roleIn(live.getSnapshot(), orgId) === 'editor' ? 'viewer' : 'editor';
  const sent = performance.now();
  await editMembership(orgId, uid, role);
  await untilSnapshot(live, (now) => roleIn(now, orgId) === role && now.status === 'fresh');
  return performance.now() - sent;
}

/** All memberships of the person in one commit. */
async function changeTogether(
  stack: CountedStack,
  { uid, live }: OrgMember,
  ids: readonly string[],
): Promise<{ readonly ms: number; readonly claimsCalls: number; readonly counts: Counts }> {
  let ms = 0;
  await stack.untilQuiet();
  const counted = await stack.count(1, async () => {
    const sent = performance.now();
    await inBatches(ids, (batch, orgId) =>
      batch.update(store.member(orgId, uid), { role: 'owner' }),
    );
    const saysSo = (now: ReturnType<typeof live.getSnapshot>) =>
      now.status === 'fresh' && ids.every((orgId) => roleIn(now, orgId) === 'owner');
    await untilSnapshot(live, saysSo, SETTLE_WITHIN_MS);
    ms = performance.now() - sent;
  });
  const [claims, marker] = await Promise.all([claimsOf(uid), store.marker(uid).get()]);
  const entries = (await store.user(uid).get()).get('orgs') as Record<string, { role: string }>;
  const wrong = ids.filter((orgId) => entries[orgId]?.role !== 'owner');
  const isAnnounced = parseMarker(marker.data())?.version === claims.cv;
  if (wrong.length > 0 || !isAnnounced) {
    throw new Error(
      `Of ${ids.length} changes ${wrong.length} were lost; announced: ${isAnnounced}.`,
    );
  }
  const claimsCalls = counted.functions.auth['accounts:update'] ?? 0;
  return { ms, claimsCalls, counts: countsPer([counted], 1) };
}

const sizeOf = (data: unknown) => JSON.stringify(data).length;
