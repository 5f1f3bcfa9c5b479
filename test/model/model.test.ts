import { describe, expect, it } from 'vitest';
import type { Bug } from './bug.ts';
import { BUGS } from './bugs.ts';
import { CAUGHT_IN } from './caught-in.ts';
import { explore } from './explore.ts';
import { check } from './hunt.ts';
import { ALL_SCENARIOS, SCENARIOS } from './scenarios.ts';
import { seedBug } from './seed-bug.ts';
import { type Failure, replay, simulate } from './simulate.ts';
import * as subject from './subject.ts';

/** The bounded part of `npm run test:model`. */

const SCHEDULES = 3_000;

describe('the sync and the client core', () => {
  it.each(SCENARIOS.small.map((scenario) => [scenario.name, scenario] as const))(
    'keep every invariant under every schedule of: %s',
    async (_, scenario) => {
      const { counterexample, complete, states } = await explore(scenario, subject);
      expect(counterexample).toBeNull();
      expect(complete).toBe(true);
      expect(states).toBeGreaterThan(20);
    },
  );

  it('have one name for each scenario', () => {
    const names = ALL_SCENARIOS.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it(`keep them under ${SCHEDULES} random schedules`, async () => {
    const failure = await simulate(subject, 1, SCHEDULES);
    const again = failure && `npm run test:model -- --seed ${failure.seed} --path ${failure.path}`;
    expect(failure && { again, violation: failure.violation, steps: failure.steps }).toBeNull();
  });
});

describe('the check finds out', () => {
  const small = new Set(SCENARIOS.small.map(({ name }) => name));
  /** The few others take minutes: `npm run test:model`. */
  const quick = BUGS.flatMap((bug) => {
    const caughtIn = CAUGHT_IN[bug.name];
    return caughtIn !== undefined && small.has(caughtIn) ? [{ bug, caughtIn }] : [];
  });

  it.each(quick.map((one) => [one.bug.name, one] as const))(
    'that %s',
    async (_, { bug, caughtIn }) => {
      const { counterexample } = await check(bug, caughtIn);
      expect(counterexample).not.toBeNull();
    },
  );

  it.each(BUGS.map((bug) => [bug.name, bug] as const))(
    'in the code as it is: %s',
    async (_, bug) => {
      expect((await seedBug(bug)).syncUser).toBeTypeOf('function');
    },
  );

  it('nearly all of them so quickly', () => {
    expect(quick.length).toBeGreaterThan(0.8 * BUGS.length);
    expect(Object.keys(CAUGHT_IN).sort()).toEqual(BUGS.map(({ name }) => name).sort());
  });

  it('the same again, when a failure is played from its seed and path', async () => {
    const bug = BUGS.find(({ name }) => name.startsWith('errors are swallowed')) as Bug;
    const broken = await seedBug(bug);
    const failure = (await simulate(broken, 1, SCHEDULES)) as Failure;
    const again = await replay(broken, failure.seed, failure.path);
    expect(again?.steps).toEqual(failure.steps);
    expect(again?.violation).toBe(failure.violation);
  });
});
