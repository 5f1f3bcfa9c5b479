import { db } from '../../test/support/admin.ts';
import { putLabRules } from '../backend/put-lab-rules.ts';
import type { EffectResult, LabResults, Skipped } from '../results.ts';
import { closeAdmin } from '../strategies/call-as-admin.ts';
import { STRATEGIES } from '../strategies/index.ts';
import { type Strategy, Unavailable } from '../strategies/strategy.ts';
import { timingOf } from '../timing.ts';
import { BARE_STEPS, type BareSteps, openBareSteps } from './bare-steps.ts';
import { baselineByCallable, baselineByTrigger } from './baseline-strategies.ts';
import { openRunner, type Runner } from './runner.ts';
import { seedThings } from './seed-things.ts';

export interface EffectOptions {
  /** How often everything is measured. */
  readonly rounds: number;
  /** How often before that, to throw away. */
  readonly warmUp: number;
  readonly strategies?: readonly Strategy[];
  readonly onProgress?: (done: number, total: number) => void;
  /** Hears why a visit failed, which counts as a failure in the results too. */
  readonly onFailure?: (strategy: Strategy, error: unknown) => void;
}

/**
 * How soon an edit takes effect with each strategy, and the baseline in the same rounds. Each round goes
 * to every strategy for a grant and then for a removal, and begins one place further on. To be
 * run in a process with the environment of a stack that runs the lab's functions.
 */
export async function measureEffect({
  rounds,
  warmUp,
  strategies = STRATEGIES,
  onProgress = () => {},
  onFailure = () => {},
}: EffectOptions): Promise<Pick<LabResults, 'baseline' | 'effect' | 'skipped'>> {
  await putLabRules();
  await seedThings(db);
  const skipped: Skipped[] = [];
  const runners: Runner[] = [];
  for (const strategy of [...strategies, baselineByTrigger, baselineByCallable]) {
    try {
      runners.push(await openRunner(strategy, onFailure));
    } catch (error) {
      const { message } = error as Error;
      skipped.push(
        error instanceof Unavailable
          ? { what: strategy.name, why: message }
          : { what: strategy.name, why: `It could not be opened: ${message}`, isFault: true },
      );
    }
  }
  const bare = await openBareSteps();
  const steps: BareSteps[] = [];
  let stepFailures = 0;
  try {
    const total = warmUp + rounds;
    for (let round = 0; round < total; round++) {
      const keep = round >= warmUp;
      // Asking Auth for the claims all the time slows the rest down, so every other round does not.
      const watchClaims = round % 2 === 0;
      const order = rotated(runners, round);
      for (const runner of order) await runner.grant(keep, watchClaims);
      const measured = await bare.measure().catch(() => null);
      if (keep && measured !== null) steps.push(measured);
      if (keep && measured === null) stepFailures += 1;
      for (const runner of order) await runner.revoke(keep);
      onProgress(round + 1, total);
    }
  } finally {
    await Promise.allSettled([...runners, bare].map((open) => open.close()));
    await closeAdmin();
  }
  const of = (strategy: Strategy) => firstRead(runners.find((one) => one.strategy === strategy));
  return {
    baseline: {
      steps: Object.fromEntries(
        BARE_STEPS.map((step) => [
          step,
          timingOf(
            steps.map((times) => times[step]),
            stepFailures,
          ),
        ]),
      ),
      trigger: of(baselineByTrigger),
      callable: of(baselineByCallable),
    },
    effect: runners
      .filter(({ strategy }) => strategy !== baselineByTrigger && strategy !== baselineByCallable)
      .map(resultOf),
    skipped,
  };
}

/** The same in the same order, begun somewhere else. */
export function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

/** What came of a strategy. */
export function resultOf(runner: Runner): EffectResult {
  const { strategy, grants, revokes, failures, refusingBound } = runner;
  const step = (name: 'claims' | 'marker' | 'token') => {
    const samples = grants.map((times) => times[name]).filter((ms) => ms !== null);
    return samples.length === 0 ? null : timingOf(samples);
  };
  const refusing = revokes.map((times) => times.lastStaleReadRefusing).filter((ms) => ms !== null);
  return {
    strategy: strategy.id,
    claims: step('claims'),
    marker: step('marker'),
    token: step('token'),
    firstRead: firstRead(runner),
    lastStaleRead: timingOf(
      revokes.map(({ lastStaleRead }) => lastStaleRead),
      failures.revokes,
    ),
    lastStaleReadRefusing:
      refusingBound === null
        ? timingOf(refusing, failures.revokes)
        : { computedMs: refusingBound.ms, because: refusingBound.why },
  };
}

function firstRead(runner: Runner | undefined) {
  const times = runner?.grants.map(({ firstRead }) => firstRead) ?? [];
  return timingOf(times, runner?.failures.grants);
}
