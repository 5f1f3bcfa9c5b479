import type { Environment } from './environment.ts';
import { backoff } from './timing.ts';

/** Shortest time between two requests, whatever they are for. */
const SPACING_MS = 5_000;

/** Asks once for this key, again only while it fails; null takes a wish back. */
export type SyncRequest = (key: string | null) => void;

/** Asks the server to recompute claims, seldom. `answered` is called after every success. */
export function createSyncRequest(
  requestSync: () => Promise<unknown>,
  answered: () => void,
  { clock, random }: Pick<Environment, 'clock' | 'random'>,
): SyncRequest {
  let wanted: string | null = null;
  let done: string | null = null;
  let failures = 0;
  let busy = false;
  let timer: unknown;
  let notBefore = Number.NEGATIVE_INFINITY;

  function next(): void {
    clock.clearTimeout(timer);
    if (busy || wanted === null || wanted === done) return;
    const waitMs = notBefore - clock.now();
    if (waitMs <= 0) void ask(wanted);
    else timer = clock.setTimeout(next, waitMs);
  }

  async function ask(key: string): Promise<void> {
    busy = true;
    notBefore = clock.now() + SPACING_MS;
    try {
      await requestSync();
      done = key;
      failures = 0;
    } catch {
      failures += 1;
      notBefore = Math.max(notBefore, clock.now() + backoff(failures, random));
    }
    busy = false;
    if (done === key) answered();
    next();
  }

  return (key) => {
    if (key === wanted) return;
    wanted = key;
    next();
  };
}
