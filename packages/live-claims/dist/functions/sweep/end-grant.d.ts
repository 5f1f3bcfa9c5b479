import type { Firestore } from 'firebase-admin/firestore';
import { type SyncEngine, type SyncOutcome } from '../sync/sync-user.js';
/**
 * Ends a grant whose time is over and applies that at once. What dies in between, the trigger brings
 * to its end.
 *
 * @param now in milliseconds since the Unix epoch.
 * @returns what the sync came to; null when there was nothing to end.
 * @throws what the transaction and the sync throw.
 */
export declare function endGrant({ db, engine }: {
    readonly db: Firestore;
    readonly engine: SyncEngine;
}, uid: string, now: number): Promise<SyncOutcome | null>;
