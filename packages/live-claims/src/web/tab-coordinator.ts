import type { ClaimsVersion } from '../core/timestamp.ts';
import type { Environment } from './environment.ts';

/** Longest wait for another tab's exchange; after that a hung or frozen tab is not waited for. */
const LOCK_TIMEOUT_MS = 1_000;

/** Time for Auth to take over another tab's token: two polls of 800 ms, slowed to 1 Hz when hidden. */
const ADOPTION_MS = 2_000;

/** The tabs of one browser in which the same account is signed in. */
export interface TabCoordinator {
  /** Runs the exchange while no other tab runs one. */
  withLock<Result>(exchange: () => Promise<Result>): Promise<Result>;
  /** Tells the other tabs that a token of this version is stored. */
  broadcast(version: ClaimsVersion): void;
  /** How long another tab's token is worth waiting for; 0 when it is not. */
  waitForOtherTabMs(version: ClaimsVersion): number;
  close(): void;
}

/**
 * Keeps the tabs of a browser from refreshing over one another.
 *
 * No public API lets a tab take over a token that another one has fetched (@firebase/auth 1.13, read
 * in firebase 12.19): the stored user is read again only by a timer in IndexedDBLocalPersistence,
 * every 800 ms; `updateCurrentUser` wants a `User` made by the SDK itself, which only a sign-in
 * gives; `setPersistence` writes and never reads; `reload` asks for the profile, not for a token.
 * Hence:
 *
 * - Tabs take a lock, one exchange at a time. Exchanges that overlap could store the older token
 *   last, and the poll would then put it back into every tab.
 * - A visible tab exchanges as soon as it holds the lock, rather than wait for the poll: its user
 *   would see the wait, and an exchange takes some 20 to 200 ms. With many visible windows the poll
 *   overtakes the queue, and a tab that finds its token current does nothing: every window is current
 *   within a poll at the latest, after no more exchanges than fit into one.
 * - A hidden tab that is informed of a stored token waits for the poll. So a browser with one visible
 *   tab and any number of hidden ones makes one or two exchanges per change.
 *
 * Without locks or channel (Node, old browsers) every tab does its own.
 */
export function createTabCoordinator(name: string, environment: Environment): TabCoordinator {
  const { clock, locks, document } = environment;
  let heard = { version: 0, at: 0 };
  let closed = false;
  /** Of the exchange that waits for the lock, or had it last: a session makes one at a time. */
  let waiting: AbortController | undefined;

  const channel = environment.openChannel?.(name);
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (Number.isSafeInteger(data)) heard = { version: data, at: clock.now() };
    };
  }

  return {
    async withLock(exchange) {
      if (locks === null) return exchange();
      let granted = false;
      const own = new AbortController();
      waiting = own;
      const timer = clock.setTimeout(() => own.abort(), LOCK_TIMEOUT_MS);
      try {
        return await locks.request(name, { signal: own.signal }, () => {
          granted = true;
          return exchange();
        });
      } catch (error) {
        if (granted || closed) throw error;
        // The lock was not free in time, or there are none here (opaque origin).
        return exchange();
      } finally {
        clock.clearTimeout(timer);
      }
    },
    broadcast: (version) => channel?.postMessage(version),
    waitForOtherTabMs: (version) =>
      document?.visibilityState === 'hidden' && heard.version >= version
        ? Math.max(0, heard.at + ADOPTION_MS - clock.now())
        : 0,
    close() {
      closed = true;
      waiting?.abort();
      channel?.close();
    },
  };
}
