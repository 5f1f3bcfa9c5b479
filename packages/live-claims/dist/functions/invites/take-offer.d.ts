import { type Firestore, type Transaction } from 'firebase-admin/firestore';
import { type Actor } from '../../core/index.js';
import type { SyncEngine } from '../sync/sync-user.js';
import type { FoundOffer } from './find-offer.js';
export interface Taking {
    readonly uid: string;
    readonly kind: Actor['kind'];
    /** The role that the taker had; null for none. */
    readonly before: string | null;
}
type Place = {
    readonly db: Firestore;
    readonly engine: SyncEngine;
};
/**
 * Takes an invite in the transaction that gives its role, for good: nobody ever takes it again, also
 * no account that is made anew with the same address.
 */
export declare function takeOffer(place: Place, transaction: Transaction, offer: FoundOffer, { uid, kind, before }: Taking): void;
/**
 * Keeps an invite for a sign-up, in the transaction that gives its role. The account is not there yet,
 * and may never be: Firebase Auth, or another blocking function, can still refuse it, and the invite
 * has to be open then. `finishReserved` takes it once the account is there.
 */
export declare function reserveOffer(place: Place, transaction: Transaction, offer: FoundOffer, uid: string): void;
/** Takes, for good, what was kept for a sign-up whose account is there now. Safe to repeat. */
export declare function finishReserved(place: Place, uid: string): Promise<void>;
export {};
