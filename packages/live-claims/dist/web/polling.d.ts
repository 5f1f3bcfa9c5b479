import type { PolledAccess } from './claims-state.js';
import type { Environment } from './environment.js';
import type { RevokedReason } from './errors.js';
/**
 * Fetches `GET /api/users/me` with the account's ID token and, when given, `If-None-Match`. Rejects
 * when it cannot be reached. The signal aborts a fetch whose answer is no longer awaited.
 */
export type FetchMe = (etag: string | null, signal: AbortSignal) => Promise<Response>;
/** Hears of every question, and then one thing of what came of it. */
export interface PollingListener {
    asks(): void;
    /** Also with an unchanged answer. */
    answered(access: PolledAccess): void;
    /** The server refuses the token that the question came with: the session is over. */
    ended(reason: RevokedReason): void;
    failed(): void;
}
/** The polling of one account. */
export interface Polling {
    start(): void;
    /** Drops a question that is under way. `start` begins again, with what is known. */
    stop(): void;
    /** Conditions have improved: asks at once, unless the server wants to be left alone. */
    wake(): void;
}
/** Prepares the polling of an account; nothing is asked before its `start()`. */
export type OpenPolling = (uid: string, listener: PollingListener, environment: Pick<Environment, 'clock' | 'random'>) => Polling | Promise<Polling>;
/**
 * Asks the server over plain HTTP, at once and then every ten seconds, for as long as the listener cannot
 * run, such as in networks that block it.
 */
export declare function createPolling(fetchMe: FetchMe, uid: string, listener: PollingListener, { clock, random }: Pick<Environment, 'clock' | 'random'>): Polling;
