import type { Auth } from 'firebase-admin/auth';
import { type Place } from './create-document.js';
/** What was given to an account that no blocking function had seen. */
export interface Ensured {
    /** Id of the change, stored with the revision. */
    readonly changeId: string;
    /** The role that was given; null where new accounts start without one. */
    readonly role: string | null;
    /** Id of the invite that the role came from; null for the table's initial role. */
    readonly inviteId: string | null;
}
/**
 * Gives an account what it would have got by signing up: accounts that the console, the Admin SDK, an
 * import or a custom token made, and guests who have become somebody, come without a blocking
 * function. Only where nothing was ever decided about the person: no marker, and no document or one
 * without the field `role`. Whoever is disabled, and a document with a value that nobody can read, are
 * left as they are.
 *
 * @param isGuest whether they signed in anonymously; then only once a way to sign in has been added.
 * @returns what was given; null for nothing.
 * @throws what Firestore and Firebase Auth throw.
 */
export declare function ensureDocument(place: Place & {
    readonly auth: Auth;
}, uid: string, { isGuest }: {
    readonly isGuest: boolean;
}): Promise<Ensured | null>;
