import type { ClaimsVersion } from '../core/index.ts';
import type { Environment, TabChannel } from './environment.ts';

/** Longest wait for another tab's exchange; after that a hung or frozen tab is not waited for. */
const LOCK_PATIENCE_MS = 1_000;

/** Time for Auth to take over another tab's token: two polls of 800 ms, slowed to 1 Hz when hidden. */
const ADOPTION_MS = 2_000;

/** The tabs of one browser in which the same account is signed in. */
export interface Tabs {
  /** Runs the exchange while no other tab runs one. */
  takeTurn<Result>(exchange: () => Promise<Result>): Promise<Result>;
  /** Tells the other tabs that a token of this version is stored. */
  announce(version: ClaimsVersion): void;
  /** Milliseconds for which another tab's token is worth waiting for; 0 when it is not. */
  holdBack(goal: ClaimsVersion): number;
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
 * - Tabs take turns, one exchange at a time. Exchanges that overlap could store the older token
 *   last, and the poll would then put it back into every tab.
 * - A visible tab exchanges as soon as it is its turn, rather than wait for the poll: its person
 *   would see the wait, and an exchange takes some 20 to 200 ms. With many visible windows the poll
 *   overtakes the queue, and whoever finds the token current does nothing: every window is current
 *   within a poll at the latest, after no more exchanges than fit into one.
 * - A hidden tab that hears of a stored token lets the poll bring it. So a browser with one visible
 *   tab and any number of hidden ones makes one or two exchanges per change.
 *
 * Without locks or channel (Node, old browsers) every tab does its own.
 */
export function joinTabs(name: string, environment: Environment): Tabs {
  const { clock, locks, document } = environment;
  const closing = new AbortController();
  let heard = { version: 0, at: 0 };

  const channel: TabChannel | null = environment.openChannel?.(name) ?? null;
  if (channel !== null) {
    channel.onmessage = ({ data }) => {
      if (Number.isSafeInteger(data)) heard = { version: data, at: clock.now() };
    };
  }

  async function takeTurn<Result>(exchange: () => Promise<Result>): Promise<Result> {
    if (locks === null) return exchange();
    let granted = false;
    const waiting = new AbortController();
    const giveUp = () => waiting.abort();
    const patience = clock.setTimeout(giveUp, LOCK_PATIENCE_MS);
    closing.signal.addEventListener('abort', giveUp);
    const settle = () => {
      clock.clearTimeout(patience);
      closing.signal.removeEventListener('abort', giveUp);
    };
    try {
      return await locks.request(name, { signal: waiting.signal }, () => {
        granted = true;
        settle();
        return exchange();
      });
    } catch (error) {
      if (granted || closing.signal.aborted) throw error;
      // Not our turn in time, or locks are not to be had here (opaque origin).
      return exchange();
    } finally {
      settle();
    }
  }

  return {
    takeTurn,
    announce: (version) => channel?.postMessage(version),
    holdBack: (goal) =>
      document?.visibilityState === 'hidden' && heard.version >= goal
        ? Math.max(0, heard.at + ADOPTION_MS - clock.now())
        : 0,
    close() {
      closing.abort();
      channel?.close();
    },
  };
}
