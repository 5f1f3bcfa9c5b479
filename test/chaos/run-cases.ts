import { Actor } from './actor.ts';
import type { ChaosCase, ChaosContext } from './chaos-case.ts';
import type { Lab } from './lab.ts';

/** How one run of a case ended. */
export interface Run {
  readonly name: string;
  /** Milliseconds until the client had converged; null when all was not well. */
  readonly ms: number | null;
  /** What was not; null when all was well. */
  readonly problem: string | null;
}

/** Far beyond every timeout that a case waits for by itself. */
const RUN_ENDS_WITHIN_MS = 180_000;

/** Runs that mostly wait take a lane of their own, beside the others'. */
const WAITING_LANES = 3;

export interface RunOptions {
  readonly cases: readonly ChaosCase[];
  /** How often each case is run. */
  readonly times: number;
  /** How many runs go on at the same time. */
  readonly lanes: number;
  readonly onRun: (run: Run) => void;
  /** Begins no further run once this is aborted. */
  readonly enough?: AbortSignal;
}

/**
 * Runs the cases in a lab that is open; they take turns, so that each one meets all the others.
 * Comes back with every run, in the order in which they ended.
 */
export async function runInLab(lab: Lab, options: RunOptions): Promise<readonly Run[]> {
  const actor = await Actor.open();
  try {
    return await runCases({ ...lab, actor }, options);
  } finally {
    await actor.close();
  }
}

async function runCases(context: ChaosContext, options: RunOptions): Promise<readonly Run[]> {
  const { cases, times, lanes, onRun, enough } = options;
  const runs: Run[] = [];
  const runAll = async (chosen: readonly ChaosCase[], width: number) => {
    const queue = Array.from({ length: times }, () => chosen).flat();
    const lane = async () => {
      for (let next = queue.shift(); next && !enough?.aborted; next = queue.shift()) {
        const run = await runOnce(next, context);
        runs.push(run);
        onRun(run);
      }
    };
    await Promise.all(Array.from({ length: width }, lane));
  };
  const paced = (pace: ChaosCase['pace']) => cases.filter((one) => one.pace === pace);
  await Promise.all([runAll(paced(undefined), lanes), runAll(paced('waits'), WAITING_LANES)]);
  return runs;
}

async function runOnce({ name, run }: ChaosCase, context: ChaosContext): Promise<Run> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const message = `did not end within ${RUN_ENDS_WITHIN_MS / 1000} s`;
  const timer = setTimeout(() => reject(new Error(message)), RUN_ENDS_WITHIN_MS);
  try {
    return { name, ms: await Promise.race([run(context), late]), problem: null };
  } catch (error) {
    return { name, ms: null, problem: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
