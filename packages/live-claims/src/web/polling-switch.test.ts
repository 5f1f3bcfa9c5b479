import { expect, it, vi } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import type { Polling } from './polling.ts';
import { createPollingSwitch } from './polling-switch.ts';

/** One polling after another, each when its module is said to be there. */
function loading() {
  const arrivals: (() => Polling)[] = [];
  const open = () =>
    new Promise<Polling>((resolve) => {
      arrivals.push(() => {
        const polling = { start: vi.fn(), stop: vi.fn(), wake: vi.fn() };
        resolve(polling);
        return polling;
      });
    });
  return { open, arrivals };
}

it('one polling is started, however long its module takes and however often it was needed meanwhile', async () => {
  const clock = new FakeClock(0);
  const { open, arrivals } = loading();
  const { need } = createPollingSwitch(open, clock);
  for (const isNeeded of [true, false, true]) {
    need(isNeeded);
    await clock.advance(6_000);
  }
  const pollings = arrivals.map((arrive) => arrive());
  await clock.advance(0);
  expect(pollings.filter(({ start }) => vi.mocked(start).mock.calls.length > 0)).toHaveLength(1);
  need(false);
  expect(pollings.filter(({ stop }) => vi.mocked(stop).mock.calls.length > 0)).toEqual(
    pollings.filter(({ start }) => vi.mocked(start).mock.calls.length > 0),
  );
});
