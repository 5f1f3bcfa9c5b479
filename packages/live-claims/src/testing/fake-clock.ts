import type { Clock } from '../web/environment.ts';

/** Rounds of the microtask queue that outlast every chain of promises in the client. */
const ROUNDS = 60;

/** A moment later: what an SDK does in a promise, before any timer. */
export const soon = (): Promise<void> => Promise.resolve();

/** Lets everything run that waits for nothing but promises. */
export async function settle(): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) await Promise.resolve();
}

/** A clock that a test moves. */
export class FakeClock implements Clock {
  #now: number;
  #timers = new Map<number, { at: number; callback: () => void }>();
  #handles = 0;

  constructor(startMs: number) {
    this.#now = startMs;
  }

  now = (): number => this.#now;

  setTimeout = (callback: () => void, ms: number): number => {
    if (ms > 2 ** 31 - 1) throw new RangeError('A browser would run this timer at once.');
    const handle = ++this.#handles;
    this.#timers.set(handle, { at: this.#now + ms, callback });
    return handle;
  };

  clearTimeout = (handle: unknown): void => {
    this.#timers.delete(handle as number);
  };

  /** Timers that are still to run. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves on, running every timer at its time and all that follows from it before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end);
      const first = due.reduce<(typeof due)[number] | null>(
        (soonest, timer) => (soonest === null || timer[1].at < soonest[1].at ? timer : soonest),
        null,
      );
      if (first === null) break;
      this.#timers.delete(first[0]);
      this.#now = Math.max(this.#now, first[1].at);
      first[1].callback();
      await settle();
    }
    this.#now = end;
  }
}
