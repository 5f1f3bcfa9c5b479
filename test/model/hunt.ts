import type { Bug } from './bugs.ts';
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

/** States of one scenario after which another one is tried. */
const ENOUGH_STATES = 150_000;
const LARGE_STATES = 1_500_000;

/**
 * Looks for a violation in the scenario where the bug was found out before.
 *
 * @returns null in place of a counterexample when there is none any more.
 */
export async function check(bug: Bug, caughtIn: string): Promise<Catch> {
  const scenario = ALL_SCENARIOS.find(({ name }) => name === caughtIn);
  if (scenario === undefined) throw new Error(`There is no scenario "${caughtIn}".`);
  const { counterexample } = await explore(scenario, await seedBug(bug));
  return { bug, counterexample: counterexample && { scenario: caughtIn, ...counterexample } };
}

/** Looks for a violation everywhere, up to the shortest. */
export async function hunt(bug: Bug): Promise<Catch> {
  const subject = await seedBug(bug);
  const { small, medium, large } = SCENARIOS;
  let counterexample = await shortestIn([...small, ...medium], subject);
  for (const scenario of large) counterexample ??= await shortestIn([scenario], subject);
  return { bug, counterexample: counterexample ?? (await simulated(subject)) };
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

async function simulated(subject: Subject): Promise<Catch['counterexample']> {
  const failure = await simulate(subject, 1, 20_000);
  return (
    failure && { scenario: 'simulated', violation: failure.violation ?? '', steps: failure.steps }
  );
}
