/** The process that times changes of memberships, with a stack of its own. Started by `measure-orgs.ts`. */
import { runLogFile } from '../../tools/emulators/run-log.ts';
import { startStack } from '../../tools/emulators/stack.ts';
import { buildLabFunctions } from '../backend/build-lab-functions.ts';
import { FEW_WORKERS } from '../load/few-workers.ts';
import { workForParent } from '../own-process.ts';
import type { OrgResults } from '../results.ts';
import { STATE_FOLDER } from '../state-folder.ts';

export interface TimedInput {
  readonly rounds: number;
  readonly warmUp: number;
  /** Members of one organisation whose access changes at once. */
  readonly members: number;
}

export type TimedOutput = Pick<OrgResults, 'effect' | 'names' | 'atOnce'>;

/** Enough at the same time that every worker gets something to do. */
const WARM_UP = 30;

await workForParent<TimedInput>(async ({ rounds, warmUp, members }, say): Promise<TimedOutput> => {
  const stack = await startStack({
    ports: 'free',
    only: ['auth', 'functions', 'firestore'],
    functionsFolder: await buildLabFunctions('org-functions.ts'),
    logFile: runLogFile('bench', STATE_FOLDER),
    env: { ...process.env, ...FEW_WORKERS },
  });
  Object.assign(process.env, stack.env);
  try {
    // They read the environment when they are first loaded.
    const { prepareOrgApp, store } = await import('./org-stack.ts');
    const { ORG } = await import('./org-app.ts');
    const { ORG_STRATEGIES } = await import('./org-strategies.ts');
    const { createSettledMembers } = await import('./settled-members.ts');
    const { changeAllAtOnce } = await import('./all-at-once.ts');
    const { rotated, resultOf } = await import('../effect/measure-effect.ts');
    const { openRunner } = await import('../effect/runner.ts');
    await prepareOrgApp();

    const runners: Awaited<ReturnType<typeof openRunner>>[] = [];
    try {
      for (const strategy of ORG_STRATEGIES) {
        const onFailure = (_: unknown, error: unknown) =>
          say(`${strategy.id} failed: ${(error as Error).message}`);
        runners.push(await openRunner(strategy, onFailure));
      }
      const total = warmUp + rounds;
      for (let round = 0; round < total; round++) {
        const keep = round >= warmUp;
        const order = rotated(runners, round);
        for (const runner of order) await runner.grant(keep, false);
        for (const runner of order) await runner.revoke(keep);
        say(`round ${round + 1} of ${total}`);
      }
    } finally {
      await Promise.allSettled(runners.map((runner) => runner.close()));
    }

    const hub = stack.env.FIREBASE_EMULATOR_HUB as string;
    const standing = { role: 'viewer', orgs: { [ORG]: 'viewer' } };
    const changed = [
      {
        name: 'roles of the app',
        edit: (batch: FirebaseFirestore.WriteBatch, uid: string) =>
          batch.update(store.user(uid), { role: 'editor' }),
        claims: { role: 'editor', o: { [ORG]: 'v' } },
      },
      {
        name: 'memberships of one organisation',
        edit: (batch: FirebaseFirestore.WriteBatch, uid: string) =>
          batch.update(store.member(ORG, uid), { role: 'editor' }),
        claims: { role: 'viewer', o: { [ORG]: 'e' } },
      },
    ];
    const warm = await createSettledMembers(hub, 'warm-', { last: WARM_UP, ...standing });
    for (const change of changed) {
      // The second change of those who warm up comes on top of the first.
      const claims = change === changed[1] ? { ...change.claims, role: 'editor' } : change.claims;
      await changeAllAtOnce(warm, { ...change, claims, onProgress: () => {} });
    }
    const atOnce: OrgResults['atOnce'][number][] = [];
    for (const [index, change] of changed.entries()) {
      const uids = await createSettledMembers(hub, `at-once-${index}-`, {
        last: members,
        ...standing,
      });
      const onProgress = (right: number) => say(`${change.name}: ${right} of ${members}`);
      atOnce.push(await changeAllAtOnce(uids, { ...change, onProgress }));
    }
    return {
      effect: runners.map(resultOf),
      names: Object.fromEntries(ORG_STRATEGIES.map(({ id, name }) => [id, name])),
      atOnce,
    };
  } finally {
    await stack.stop();
  }
});
