import { type SyncOutcome } from '../sync/sync-user.js';
import type { Place } from './create-document.js';
/**
 * Does what had to wait for the account: takes the invite that its sign-up reserved, and applies what
 * was edited or deleted while there was no account to apply it to. An account without document and
 * marker is left alone: whoever made it may be about to write one, and its claims too. Safe to repeat.
 *
 * @returns what the sync came to; null when there is neither.
 */
export declare function accountCreated(place: Place, uid: string): Promise<SyncOutcome | null>;
