import { BUGS } from './bugs.ts';
import { type Exploration, explore } from './explore.ts';
import { type Catch, check, hunt } from './hunt.ts';
import { ALL_SCENARIOS } from './scenarios.ts';
import { type Failure, simulate } from './simulate.ts';
import * as subject from './subject.ts';

/* What worker threads do: plain values in, plain values out. */

/** A scenario with more states than memory has room for is explored up to here. */
const MOST_STATES = 2_000_000;

export function exploreByName({ name }: { name: string }): Promise<Exploration> {
  const scenario = ALL_SCENARIOS.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`There is no scenario "${name}".`);
  return explore(scenario, subject, MOST_STATES);
}

export function simulateFrom({
  seed,
  runs,
}: {
  seed: number;
  runs: number;
}): Promise<Failure | null> {
  return simulate(subject, seed, runs);
}

/** `caughtIn`: the scenario to look in; null for all of them. */
export function huntByName({
  name,
  caughtIn,
}: {
  name: string;
  caughtIn: string | null;
}): Promise<Catch> {
  const bug = BUGS.find((one) => one.name === name);
  if (bug === undefined) throw new Error(`There is no bug "${name}".`);
  return caughtIn === null ? hunt(bug) : check(bug, caughtIn);
}
