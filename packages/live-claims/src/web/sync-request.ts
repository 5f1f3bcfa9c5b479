import { backoff } from './backoff.ts';
import type { Environment } from './environment.ts';

/** Shortest time between two requests, whatever they are for. */
const SPACING_MS = 5_000;

export interface SyncRequest {
  /** Asks once for this key, again only while it fails; null takes a wish back. */
  want(key: string | null): void;
  stop(): void;
}

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
  let lastAt = Number.NEGATIVE_INFINITY;

  function next(): void {
    if (busy || wanted === null || wanted === done) return;
    clock.clearTimeout(timer);
    const pause = failures > 0 ? backoff(failures, random) : 0;
    const wait = Math.max(pause, lastAt + SPACING_MS - clock.now());
    if (wait <= 0) void ask(wanted);
    else timer = clock.setTimeout(() => wanted !== null && void ask(wanted), wait);
  }

  async function ask(key: string): Promise<void> {
    busy = true;
    lastAt = clock.now();
    try {
      await requestSync();
      done = key;
      failures = 0;
    } catch {
      failures += 1;
    }
    busy = false;
    if (done === key) answered();
    next();
  }

  const want = (key: string | null) => {
    if (key === wanted) return;
    wanted = key;
    if (key === null) clock.clearTimeout(timer);
    next();
  };

  return { want, stop: () => want(null) };
}
