/** The process that counts what changes of memberships take, with a counted stack of its own. Started by `measure-orgs.ts`. */
import { buildLabFunctions } from '../backend/build-lab-functions.ts';
import { openCountedStack } from '../costs/counted-stack.ts';
import { FEW_WORKERS } from '../load/few-workers.ts';
import { workForParent } from '../own-process.ts';
import type { OrgResults } from '../results.ts';

export interface CountedInput {
  /** Numbers of members of one organisation, rising. */
  readonly sizes: readonly number[];
  /** How often each of the people is changed; even. */
  readonly rounds: number;
  /**
   * Milliseconds between two changes of one person. A client puts off the refreshes of a burst, so less than 2,000 is
   * for counting alone.
   */
  readonly apartMs: number;
  /** Organisations of one person. */
  readonly orgs: number;
}

export type CountedOutput = Pick<OrgResults, 'costs' | 'slope' | 'many' | 'figures'>;

/** People who are changed in turn; each has a client. */
const PEOPLE = 4;

/** The ways whose cost is looked at by the number of members. */
const BY_SIZE = ['a membership, edit in the console', 'a membership, by the callable'];

await workForParent<CountedInput>(async ({ sizes, orgs, ...pace }, say): Promise<CountedOutput> => {
  Object.assign(process.env, FEW_WORKERS);
  const stack = await openCountedStack(await buildLabFunctions('org-functions.ts'));
  Object.assign(process.env, stack.env);
  try {
    // They read the environment when they are first loaded.
    const { prepareOrgApp } = await import('./org-stack.ts');
    const { ORG } = await import('./org-app.ts');
    const { openOwner } = await import('./org-strategies.ts');
    const { openOrgMember } = await import('./org-member.ts');
    const { createSettledMembers } = await import('./settled-members.ts');
    const { countChanges, waysOf } = await import('./count-changes.ts');
    const { measureManyOrgs } = await import('./many-orgs.ts');
    await prepareOrgApp({ ...process.env, FIRESTORE_EMULATOR_HOST: stack.firestoreRest });

    const hub = stack.env.FIREBASE_EMULATOR_HUB as string;
    const owner = await openOwner();
    const ways = waysOf(owner);
    const members: Awaited<ReturnType<typeof openOrgMember>>[] = [];
    const costs: OrgResults['costs'][number][] = [];
    const slope: OrgResults['slope'][number][] = [];
    try {
      for (const [index, size] of sizes.entries()) {
        say(`${size} members: creating them`);
        const uids = await createSettledMembers(hub, 'member-', {
          first: sizes[index - 1] ?? 0,
          last: size,
          role: 'viewer',
          orgs: { [ORG]: 'viewer' },
        });
        await stack.untilQuiet();
        if (index === 0) {
          members.push(...(await Promise.all(uids.slice(0, PEOPLE).map(openOrgMember))));
          for (const [what, way] of ways) {
            say(`${size} members: ${what}`);
            costs.push({ what, ...(await countChanges(stack, members, way, pace)) });
          }
        }
        for (const what of BY_SIZE) {
          say(`${size} members: ${what}`);
          const way = ways.get(what) as NonNullable<ReturnType<typeof ways.get>>;
          slope.push({ members: size, what, ...(await countChanges(stack, members, way, pace)) });
        }
      }
    } finally {
      await Promise.all([owner, ...members].map((member) => member.close()));
    }
    say(`one person in ${orgs} organisations`);
    const { many, figures } = await measureManyOrgs(stack, hub, {
      orgs,
      changes: pace.rounds * PEOPLE,
      apartMs: pace.apartMs,
    });
    return { costs, slope, many, figures };
  } finally {
    await stack.close();
  }
});
