/** The process of slope and burst, with a counted stack of its own. Started by `measure-load.ts`. */
import path from 'node:path';
import { ROOT } from '../../tools/emulators/root.ts';
import { openCountedStack } from '../costs/counted-stack.ts';
import { workForParent } from '../own-process.ts';
import type { Figure, LabResults } from '../results.ts';
import { FEW_WORKERS } from './few-workers.ts';

export interface SlopeInput {
  /** Numbers of accounts, rising. */
  readonly sizes: readonly number[];
  readonly edits: number;
}

export interface SlopeOutput {
  readonly slope: LabResults['slope'];
  readonly figures: readonly Figure[];
}

/** People who are changed in turn; each has a client. */
const MEMBERS = 8;

await workForParent<SlopeInput>(async ({ sizes, edits }, say): Promise<SlopeOutput> => {
  Object.assign(process.env, FEW_WORKERS);
  const stack = await openCountedStack(path.join(ROOT, 'functions'));
  Object.assign(process.env, stack.env);
  try {
    // They read the environment when they are first loaded.
    const { auth } = await import('../../test/support/admin.ts');
    const { createSettledPeople } = await import('./settled-people.ts');
    const { openLiveMember } = await import('./live-member.ts');
    const { countChanges, slopeOf } = await import('./slope.ts');
    const { measureBurst } = await import('./burst.ts');

    const hub = stack.env.FIREBASE_EMULATOR_HUB as string;
    const open = async (uid: string) =>
      openLiveMember({ uid, customToken: await auth.createCustomToken(uid) });
    const members: Awaited<ReturnType<typeof open>>[] = [];
    const found: Awaited<ReturnType<typeof countChanges>>[] = [];
    try {
      // One way only: the emulator queues an event for each account that goes, and looks whether triggers
      // are off when its turn comes (`multicastHandler` of firebase-tools), when they are on again.
      for (const [index, accounts] of sizes.entries()) {
        say(`${accounts} accounts: creating them`);
        const more = { first: sizes[index - 1] ?? 0, last: accounts };
        const uids = await createSettledPeople(hub, 'slope-', more);
        if (index === 0) members.push(...(await Promise.all(uids.slice(0, MEMBERS).map(open))));
        say(`${accounts} accounts: measuring`);
        found.push(await countChanges(accounts, { stack, members }));
      }
      say(`${edits} edits in a row`);
      const figures = await measureBurst(stack, members[0] as (typeof members)[number], edits);
      return { slope: sizes.map((accounts) => slopeOf(accounts, found)), figures };
    } finally {
      await Promise.all(members.map((member) => member.close()));
    }
  } finally {
    await stack.close();
  }
});
