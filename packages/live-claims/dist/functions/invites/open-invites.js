import { COLLECTIONS, foldAddress } from '../../core/index.js';
/** More than one is not written by us; somebody with the console may have. */
const MOST_PER_ADDRESS = 10;
/** The invites to an address that nobody has taken, expired ones among them. */
export function openInvites(db, email) {
    return db
        .collection(COLLECTIONS.invites)
        .where('email', '==', foldAddress(email))
        .where('acceptedAt', '==', null)
        .limit(MOST_PER_ADDRESS);
}
