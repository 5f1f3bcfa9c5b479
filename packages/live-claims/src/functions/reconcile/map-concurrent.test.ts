import { setImmediate as tick } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { mapConcurrent } from './throttle.ts';

it('works on so many at the same time and no more, and answers in order', async () => {
  let now = 0;
  let most = 0;
  const results = await mapConcurrent([5, 4, 3, 2, 1], 2, async (item, index) => {
    now += 1;
    most = Math.max(most, now);
    for (let ticks = 0; ticks < item; ticks++) await tick();
    now -= 1;
    return `${index}:${item}`;
  });
  expect(results).toEqual(['0:5', '1:4', '2:3', '3:2', '4:1']);
  expect(most).toBe(2);
});

it('begins on nothing more once it is over, and waits for what has begun', async () => {
  const done: number[] = [];
  const results = await mapConcurrent(
    [1, 2, 3, 4, 5],
    2,
    async (item) => {
      await tick();
      done.push(item);
      return item;
    },
    () => done.length > 0,
  );
  expect(results).toEqual(done);
  expect(done).toEqual([1, 2]);
});

it('comes back with nothing for nothing', async () => {
  expect(await mapConcurrent([], 3, async () => 1)).toEqual([]);
});
