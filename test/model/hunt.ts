import type { Bug } from './bug.ts';
import { explore } from './explore.ts';
import type { Subject } from './programs.ts';
import type { Scenario } from './scenario.ts';
import { ALL_SCENARIOS, SCENARIOS } from './scenarios.ts';
import { seedBug } from './seed-bug.ts';
import { simulate } from './simulate.ts';

/** How a seeded bug was found out. */
export interface Catch {
  readonly bug: Bug;
  /** Null when it survived. */
  readonly counterexample: {
    readonly scenario: string;
    readonly violation: string;
    readonly steps: readonly string[];
  } | null;
}

/** In place of a scenario, for what random schedules have found out. */
const SIMULATED = 'simulated';

/** States of one scenario after which another one is tried. */
const ENOUGH_STATES = 450_000;
const LARGE_STATES = 1_500_000;

/**
 * Looks for a violation in the scenario where the bug was found out before.
 *
 * @returns null in place of a counterexample when there is none any more.
 */
export async function check(bug: Bug, caughtIn: string): Promise<Catch> {
  if (caughtIn === SIMULATED) return hunt(bug);
  const scenario = ALL_SCENARIOS.find(({ name }) => name === caughtIn);
  if (scenario === undefined) throw new Error(`There is no scenario "${caughtIn}".`);
  const { counterexample } = await explore(scenario, await seedBug(bug));
  return { bug, counterexample: counterexample && { scenario: caughtIn, ...counterexample } };
}

/** Looks for a violation everywhere, up to the shortest. */
export async function hunt(bug: Bug): Promise<Catch> {
  const subject = await seedBug(bug);
  if (bug.seed !== undefined) return { bug, counterexample: await simulated(subject, bug.seed) };
  const { small, medium, large } = SCENARIOS;
  const counterexample =
    (await shortestIn([...small, ...medium], subject)) ??
    (await shortestIn(large.slice(0, 1), subject)) ??
    (await simulated(subject, 1));
  return { bug, counterexample };
}

async function shortestIn(
  scenarios: readonly Scenario[],
  subject: Subject,
): Promise<Catch['counterexample']> {
  let shortest: Catch['counterexample'] = null;
  for (const scenario of scenarios) {
    const limit = SCENARIOS.large.includes(scenario) ? LARGE_STATES : ENOUGH_STATES;
    const { counterexample } = await explore(scenario, subject, limit);
    if (counterexample === null) continue;
    if (shortest === null || counterexample.steps.length < shortest.steps.length) {
      shortest = { scenario: scenario.name, ...counterexample };
    }
  }
  return shortest;
}

async function simulated(subject: Subject, seed: number): Promise<Catch['counterexample']> {
  const failure = await simulate(subject, seed, 5_000);
  return (
    failure && { scenario: SIMULATED, violation: failure.violation ?? '', steps: failure.steps }
  );
}
