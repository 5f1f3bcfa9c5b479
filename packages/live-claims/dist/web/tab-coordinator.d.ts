import type { ClaimsVersion } from '../core/index.js';
import type { Environment } from './environment.js';
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
 * - A hidden tab that hears of a stored token lets the poll bring it. So a browser with one visible
 *   tab and any number of hidden ones makes one or two exchanges per change.
 *
 * Without locks or channel (Node, old browsers) every tab does its own.
 */
export declare function createTabCoordinator(name: string, environment: Environment): TabCoordinator;
