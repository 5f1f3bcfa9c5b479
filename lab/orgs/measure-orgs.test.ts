import { expect, it } from 'vitest';
import type { Counts } from '../results.ts';
import { measureOrgs } from './measure-orgs.ts';

/** Two stacks, one after the other, also on a machine that is busy with something else. */
const WITHIN_MS = 600_000;

/** Whether no count is much higher: a copy that loses a race is made again, in some runs. */
function growsNot(small: Counts | undefined, large: Counts | undefined): void {
  for (const [what, count] of Object.entries(small ?? {}) as [keyof Counts, number][]) {
    expect(large?.[what], what).toBeLessThanOrEqual(1.5 * count);
  }
}

it(
  'what a change of a membership takes is measured, loses nothing and does not grow with the organisation',
  async () => {
    const { effect, atOnce, costs, slope, many, figures } = await measureOrgs(
      { rounds: 2, warmUp: 0, members: 20, sizes: [10, 20], apartMs: 300, orgs: 60 },
      () => {},
    );
    expect(effect).toHaveLength(5);
    // On the emulator a notification may be lost: such a visit is a failure, and the next one starts anew.
    for (const { firstRead } of effect) expect(firstRead.count).toBeGreaterThan(0);
    expect(atOnce.map(({ clients, failures }) => [clients, failures])).toEqual([
      [20, 0],
      [20, 0],
    ]);
    expect(costs).toHaveLength(4);
    const [small, smallByCall, large, largeByCall] = slope.map(({ change }) => change);
    expect(small?.documentReads).toBeGreaterThan(0);
    growsNot(small, large);
    growsNot(smallByCall, largeByCall);
    // Where the token has no room for the membership the cost is the same.
    growsNot(many[0]?.change, many[1]?.change);
    expect(figures.find(({ name }) => name.endsWith('named by the token'))?.value).toBeLessThan(60);
  },
  WITHIN_MS,
);
