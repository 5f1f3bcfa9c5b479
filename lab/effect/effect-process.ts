/** The process of time to effect and of checks, with a stack of its own. Started by `lab/main.ts`. */
import { runLogFile } from '../../tools/emulators/run-log.ts';
import { startStack } from '../../tools/emulators/stack.ts';
import { buildLabFunctions } from '../backend/build-lab-functions.ts';
import { workForParent } from '../own-process.ts';
import type { CheckResult, LabResults } from '../results.ts';
import { STATE_FOLDER } from '../state-folder.ts';

export interface EffectInput {
  readonly rounds: number;
  readonly warmUp: number;
  /** How often each check is asked. */
  readonly checks: number;
}

export type EffectOutput = Pick<LabResults, 'baseline' | 'effect' | 'skipped' | 'strategies'> & {
  readonly checks: readonly CheckResult[];
};

/** Requests before the checks are measured. */
const CHECKS_WARM_UP = 30;

await workForParent<EffectInput>(async ({ rounds, warmUp, checks }, say): Promise<EffectOutput> => {
  const stack = await startStack({
    ports: 'free',
    functionsFolder: await buildLabFunctions(),
    logFile: runLogFile('bench', STATE_FOLDER),
  });
  Object.assign(process.env, stack.env);
  try {
    // They read the environment when they are first loaded.
    const { measureEffect } = await import('./measure-effect.ts');
    const { measureChecks } = await import('../checks/measure-checks.ts');
    const { STRATEGIES } = await import('../strategies/index.ts');
    const effect = await measureEffect({
      rounds,
      warmUp,
      onProgress: (done, total) => say(`round ${done} of ${total}`),
      onFailure: ({ id }, error) => say(`${id} failed: ${(error as Error).message}`),
    });
    say('latency of a check');
    return {
      ...effect,
      checks: await measureChecks({ rounds: checks, warmUp: CHECKS_WARM_UP }),
      strategies: STRATEGIES.map(({ open, ...facts }) => facts),
    };
  } finally {
    await stack.stop();
  }
});
