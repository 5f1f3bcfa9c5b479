import type { Environment } from './environment.ts';
import type { FirebasePort, SeenDocument } from './firebase-port.ts';
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
 * @param lost Called after every end, with the number of ends since the server last answered.
 */
export function keepListening(
  port: FirebasePort,
  path: string,
  next: (seen: SeenDocument) => void,
  lost: (times: number, cause: unknown) => void,
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
): DocumentListener {
  let stopped = false;
  let unsubscribe: Unsubscribe | null = null;
  let timer: unknown;
  let times = 0;

  function attach(): void {
    clock.clearTimeout(timer);
    unsubscribe = port.listenToDocument(
      path,
      (seen) => {
        // The cache answers before the server refuses; only the server's answer is a success.
        if (!seen.fromCache) times = 0;
        next(seen);
      },
      ended,
    );
  }

  function ended(cause: unknown): void {
    unsubscribe = null;
    times += 1;
    timer = clock.setTimeout(attach, backoff(times, random));
    lost(times, cause);
  }

  attach();

  return {
    wake() {
      if (!unsubscribe && !stopped) attach();
    },
    stop() {
      stopped = true;
      clock.clearTimeout(timer);
      unsubscribe?.();
    },
  };
}
