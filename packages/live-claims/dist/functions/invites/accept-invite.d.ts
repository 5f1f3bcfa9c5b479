import { type ProfileTexts } from '../../core/index.js';
import { type Place } from '../provision/create-document.js';
import { type SyncOutcome } from '../sync/sync-user.js';
export interface Acceptance {
    readonly uid: string;
    /** Verified, as the identity provider says at this moment. */
    readonly email: string;
    /** For the document of somebody who has none. */
    readonly profile?: ProfileTexts;
    /** Unique id of this change, stored with the revision. */
    readonly changeId: string;
    /** The time, in milliseconds since the Unix epoch. */
    readonly now: number;
}
export interface AcceptedInvite {
    /** Id of the invite that was taken; null when there was none to take. */
    readonly inviteId: string | null;
    /** What the account's claims came to, also when nothing was taken. */
    readonly sync: SyncOutcome;
}
/**
 * Gives an account the role of an open invite to its address, and applies it at once. It raises a
 * role and never lowers one; whoever is disabled, or has a document that nobody can read, gets
 * nothing, and the invite stays open. So it does where the person's access was lowered after it had
 * been written.
 *
 * @throws {SyncContention} when the document is edited all the time.
 */
export declare function acceptInvite(place: Place, acceptance: Acceptance): Promise<AcceptedInvite>;
