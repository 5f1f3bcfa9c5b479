import type { DocumentReference, Firestore, Transaction } from 'firebase-admin/firestore';
import type { SyncEngine } from '../sync/sync-user.js';
import { type Offer, type Taker } from './pick-offer.js';
/** An invite that can be taken. */
export interface FoundOffer extends Offer {
    readonly reference: DocumentReference;
    /**
     * The document that an earlier sign-up with the address made by this invite, and that grants its role
     * still, although there is no account; null for none.
     */
    readonly lostSignUp: DocumentReference | null;
}
/**
 * The best invite to an address for its taker, or null. Reads inside the transaction: of two who
 * reach for the same one the second finds it taken, and an inviter who is demoted at this moment
 * gives nothing.
 *
 * @param email that the identity provider vouches for: anybody can sign up with somebody else's.
 * @param now in milliseconds since the Unix epoch.
 */
export declare function findOffer({ db, engine }: {
    readonly db: Firestore;
    readonly engine: SyncEngine;
}, transaction: Transaction, { email, taker, now }: {
    readonly email: string;
    readonly taker: Taker;
    readonly now: number;
}): Promise<FoundOffer | null>;
