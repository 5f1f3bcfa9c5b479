import { type Firestore } from 'firebase-admin/firestore';
import type { Pace } from '../sweep/pace.js';
import type { SyncEngine } from '../sync/sync-user.js';
interface Place {
    readonly db: Firestore;
    readonly engine: SyncEngine;
}
export interface ExpiryOptions {
    /** The time, in milliseconds since the Unix epoch. */
    readonly now: number;
    /** Called ahead of every change. */
    readonly pace: Pace;
    /** Told of each one who could not be helped; the trigger or the nightly reconciliation does it then. */
    readonly onFailure?: (uid: string, error: unknown) => void;
    /** Documents of one query, and of a whole run. */
    readonly page?: number;
    readonly most?: number;
}
/** What a run came to. */
export interface ExpiryReport {
    /** How many documents have an end that has passed, as far as this run read. */
    readonly seen: number;
    readonly ended: number;
    readonly failed: number;
    /** Whether more may be left for the next run. */
    readonly more: boolean;
}
/**
 * Ends the grants whose time is over and applies that at once, so that open browsers hear of it. The
 * checks have refused such a role since its last second; this takes it out of the documents. Costs
 * one query where nothing is due.
 *
 * The latest ends first, so that documents that stay, because nobody can read them, never stand in
 * the way of the others.
 */
export declare function endExpiredGrants(place: Place, { now, pace, onFailure, page, most }: ExpiryOptions): Promise<ExpiryReport>;
export {};
