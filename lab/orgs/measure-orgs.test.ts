import { expect, it } from 'vitest';
import { measureOrgs } from './measure-orgs.ts';

/** Two stacks, one after the other, also on a machine that is busy with something else. */
const WITHIN_MS = 600_000;

it(
  'what a change of a membership takes is measured, loses nothing and does not grow with the organisation',
  async () => {
    const { effect, atOnce, costs, slope, many, figures } = await measureOrgs(
      { rounds: 1, warmUp: 0, members: 20, sizes: [10, 20], apartMs: 300, orgs: 60 },
      () => {},
    );
    expect(
      effect.map(({ firstRead, lastStaleRead }) => [firstRead.count, lastStaleRead.count]),
    ).toEqual(effect.map(() => [1, 1]));
    expect(atOnce.map(({ clients, failures }) => [clients, failures])).toEqual([
      [20, 0],
      [20, 0],
    ]);
    expect(costs).toHaveLength(4);
    const [small, smallByCall, large, largeByCall] = slope.map(({ change }) => change);
    expect([large, largeByCall]).toEqual([small, smallByCall]);
    // Where the token has no room for the membership the cost is the same.
    expect(many[1]?.change).toEqual(many[0]?.change);
    expect(figures.find(({ name }) => name.endsWith('named by the token'))?.value).toBeLessThan(60);
  },
  WITHIN_MS,
);
