import { type DocumentReference, type Firestore, Timestamp } from 'firebase-admin/firestore';
/**
 * How many invites a person can write in an hour. A team is invited by hand in far fewer; it bounds
 * what a stolen session can litter, and what it costs. Operators have no such bound.
 */
export declare const INVITES_PER_HOUR = 50;
/** Where a person's count stands. No security rule names the collection, so no client reads it. */
export declare function allowanceDoc(db: Firestore, uid: string): DocumentReference;
/** An hour that began with an invite, and how many were written in it. */
export interface Spent {
    readonly since: Timestamp;
    readonly count: number;
}
/**
 * What stands there after one more, or null when the hour's invites are used up. A document that
 * cannot be read is a fresh start: functions alone write it.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export declare function spendOne(data: unknown, now: number): Spent | null;
