import type { Clock } from './environment.ts';
import type { Polling } from './polling.ts';
import { whenItLasts } from './timing.ts';

/** How long the listener may be without data of the server before the client polls. */
const POLLING_GRACE_MS = 5_000;

/** Polls for as long as it is needed, after some time for the listener to come back. */
export interface PollingSwitch {
  need(isNeeded: boolean): void;
  /** Conditions have improved: polls at once, where it does. */
  wake(): void;
}

/** @param open Gets the polling, when it is needed for the first time. */
export function createPollingSwitch(
  open: () => Polling | Promise<Polling>,
  clock: Clock,
): PollingSwitch {
  let polling: Polling | null = null;
  let needed = false;

  const silence = whenItLasts(clock, POLLING_GRACE_MS, async () => {
    try {
      const opened = polling ?? (await open());
      // Another one may have come first, where this one took longer than the listener's next silence.
      polling ??= opened;
      if (needed) polling.start();
    } catch {
      // The module could not be loaded.
      silence(false);
      silence(needed);
    }
  });

  return {
    need(isNeeded) {
      needed = isNeeded;
      silence(isNeeded);
      if (!isNeeded) polling?.stop();
    },
    wake: () => polling?.wake(),
  };
}
