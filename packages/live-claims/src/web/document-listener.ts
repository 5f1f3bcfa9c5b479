import type { Environment } from './environment.ts';
import type { SeenDocument } from './firebase-port.ts';
import { backoff } from './timing.ts';
import type { Unsubscribe } from './types.ts';

export interface DocumentListener {
  /** Ends a pause before the next attempt. */
  wake(): void;
  stop(): void;
}

/**
 * Listens to a document, and again whenever the listener ends: a listener that Firestore has denied is
 * dead for good, and right after an account switch a denial means little.
 *
 * @param listen Attaches once.
 * @param lost Called after every end, with the number of ends since the server last answered.
 */
export function keepListening(
  listen: (next: (seen: SeenDocument) => void, failed: (cause: unknown) => void) => Unsubscribe,
  next: (seen: SeenDocument) => void,
  lost: (times: number, cause: unknown) => void,
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
): DocumentListener {
  let stopped = false;
  let unsubscribe: Unsubscribe | null = null;
  let timer: unknown;
  let waiting = false;
  let times = 0;

  function attach(): void {
    waiting = false;
    clock.clearTimeout(timer);
    try {
      unsubscribe = listen((seen) => {
        // The cache answers before the server refuses; only the server's answer is a success.
        if (!seen.fromCache) times = 0;
        next(seen);
      }, ended);
    } catch (cause) {
      // A terminated Firestore throws. Callers get it asynchronously, as with every other end.
      queueMicrotask(() => ended(cause));
    }
  }

  function ended(cause: unknown): void {
    if (stopped) return;
    unsubscribe = null;
    times += 1;
    waiting = true;
    timer = clock.setTimeout(attach, backoff(times, random));
    lost(times, cause);
  }

  attach();

  return {
    wake() {
      if (waiting && !stopped) attach();
    },
    stop() {
      stopped = true;
      clock.clearTimeout(timer);
      unsubscribe?.();
    },
  };
}
