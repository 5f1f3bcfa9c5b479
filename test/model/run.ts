import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import { Tinypool } from 'tinypool';
import { BUGS } from './bugs.ts';
import { CAUGHT_IN } from './caught-in.ts';
import type { Exploration } from './explore.ts';
import type { Catch } from './hunt.ts';
import { bugsPage, resultsPage } from './pages.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { type Failure, replay } from './simulate.ts';
import * as subject from './subject.ts';
import type * as tasks from './tasks.ts';

export interface ModelRun {
  /** The whole exploration, for about an hour, and both result pages. */
  readonly long: boolean;
  /** Random schedules to play. */
  readonly schedules: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** Schedules that one task plays: seconds of work, so that progress shows. */
const BATCH = 2_000;

/** Millions of states take some gigabytes. */
const WORKER_MEGABYTES = 10_000;

/**
 * Checks the sync and the client core under every schedule of the scenarios, and under random ones;
 * then whether the check finds the seeded bugs.
 *
 * @returns how many things are wrong.
 */
export async function runModel({ long, schedules, seed, say }: ModelRun): Promise<number> {
  const begun = performance.now();
  const pool = new Tinypool({
    filename: new URL('tasks.ts', import.meta.url).href,
    runtime: 'worker_threads',
    maxThreads: os.availableParallelism(),
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEGABYTES },
  });
  const task = <Name extends keyof typeof tasks>(
    name: Name,
    input: Parameters<(typeof tasks)[Name]>[0],
  ) => pool.run(input, { name }) as ReturnType<(typeof tasks)[Name]>;
  try {
    const scenarios: readonly Scenario[] = [
      ...SCENARIOS.small,
      ...SCENARIOS.medium,
      ...(long ? SCENARIOS.large : []),
    ];
    say(`Every schedule of ${scenarios.length} scenarios`);
    const explorations = await Promise.all(
      scenarios.map(async ({ name }) => {
        const found = await task('exploreByName', { name });
        say(exploredLine(found));
        return found;
      }),
    );

    say(`${schedules.toLocaleString('en')} random schedules, from seed ${seed}`);
    let played = 0;
    const failures = await Promise.all(
      Array.from({ length: Math.ceil(schedules / BATCH) }, async (_, batch) => {
        const runs = Math.min(BATCH, schedules - batch * BATCH);
        const failure = await task('simulateFrom', { seed: seed + batch, runs });
        const tenth = Math.floor((10 * played) / schedules);
        played += runs;
        if (Math.floor((10 * played) / schedules) > tenth) say(`  ${played.toLocaleString('en')}`);
        if (failure !== null) say(failureLines(failure));
        return failure;
      }),
    );

    if (long) {
      const minutes = (performance.now() - begun) / 60_000;
      const page = resultsPage({ explorations, schedules, seed, minutes, failures });
      await writeFile(new URL('results.md', import.meta.url), page);
    }
    say(`${BUGS.length} seeded bugs`);
    const catches = await Promise.all(
      BUGS.map(async ({ name }) => {
        const caughtIn = long ? null : (CAUGHT_IN[name] ?? null);
        const caught = await task('huntByName', { name, caughtIn });
        if (caught.counterexample === null) say(`  SURVIVED  ${name}`);
        return caught;
      }),
    );
    await writeFile(new URL('bugs.md', import.meta.url), bugsPage(catches));
    if (long) {
      const caughtIn = catches.map(({ bug, counterexample }) => [
        bug.name,
        counterexample?.scenario,
      ]);
      const json = JSON.stringify(Object.fromEntries(caughtIn), null, 2);
      await writeFile(new URL('caught-in.json', import.meta.url), `${json}\n`);
    }
    return verdict(explorations, failures, catches, say);
  } finally {
    await pool.destroy();
  }
}

/** Plays a failure again and tells it step by step. @returns how many things are wrong. */
export async function replayFailure(
  seed: number,
  path: string,
  say: (line: string) => void,
): Promise<number> {
  const failure = await replay(subject, seed, path);
  say(failure === null ? 'It does not fail (any more).' : failureLines(failure));
  return failure === null ? 0 : 1;
}

function verdict(
  explorations: readonly Exploration[],
  failures: readonly (Failure | null)[],
  catches: readonly Catch[],
  say: (line: string) => void,
): number {
  const violated = explorations.filter(({ counterexample }) => counterexample !== null).length;
  const failed = failures.filter((failure) => failure !== null).length;
  const survived = catches.filter(({ counterexample }) => counterexample === null).length;
  const states = explorations.reduce((sum, one) => sum + one.states, 0);
  say('');
  say(`  states explored        ${states.toLocaleString('en')}`);
  say(`  scenarios violated     ${violated} of ${explorations.length}`);
  say(`  schedules that failed  ${failed}`);
  say(`  seeded bugs caught     ${catches.length - survived} of ${catches.length}`);
  return violated + failed + survived;
}

function exploredLine({ scenario, states, schedules, counterexample }: Exploration): string {
  if (counterexample === null) {
    return `  ${scenario}: ${states.toLocaleString('en')} states, ${schedules.toLocaleString('en')} schedules`;
  }
  const steps = counterexample.steps.map((step, index) => `    ${index + 1}. ${step}`);
  return [`  ${scenario}: VIOLATED. ${counterexample.violation}`, ...steps].join('\n');
}

function failureLines({ seed, path, steps, violation }: Failure): string {
  return [
    `  VIOLATED. ${violation}`,
    ...steps.map((step, index) => `    ${index + 1}. ${step}`),
    `  Again: npm run test:model -- --seed ${seed} --path ${path}`,
  ].join('\n');
}
