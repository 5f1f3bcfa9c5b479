import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, openLab } from './lab.ts';

/*
 * One or two cases of each kind; `npm run test:chaos` runs them all, many times. On a stack of its
 * own, because the lab leads every event and every request of the functions through its hands.
 */

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
}, 600_000);

afterAll(() => lab.close());

it('recovers from killed processes, lost and doubled events, and failing answers', async () => {
  // These find the stack in the environment when they are loaded.
  const { SHORT_CASES } = await import('./cases/catalogue.ts');
  const { runInLab } = await import('./run-cases.ts');
  const runs = await runInLab(lab, { cases: SHORT_CASES, times: 1, lanes: 4, onRun: () => {} });
  expect(runs.filter(({ problem }) => problem !== null)).toEqual([]);
  expect(runs.map(({ name }) => name).sort()).toEqual(SHORT_CASES.map(({ name }) => name).sort());
});
