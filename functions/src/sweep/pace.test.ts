import { expect, it } from 'vitest';
import { createPace } from './pace.ts';

it('gives turns no faster than its rate, however many ask at once', async () => {
  const pace = createPace(50);
  const begun = performance.now();
  const turns = await Promise.all(
    Array.from({ length: 11 }, async () => {
      await pace();
      return performance.now() - begun;
    }),
  );
  // Timers may be a millisecond early.
  for (const [index, turn] of turns.entries()) expect(turn).toBeGreaterThan(index * 20 - 2);
});

it('does not save up turns that nobody took', async () => {
  const pace = createPace(50);
  await pace();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const begun = performance.now();
  await Promise.all([pace(), pace(), pace()]);
  expect(performance.now() - begun).toBeGreaterThan(38);
});

it('lets the first one go at once', async () => {
  const begun = performance.now();
  await createPace(1)();
  expect(performance.now() - begun).toBeLessThan(500);
});
