import type { Auth } from 'firebase-admin/auth';
import { type Firestore } from 'firebase-admin/firestore';
import { type Actor, type OnAccountDeleted } from '../../core/index.js';
export interface ForgetOrder {
    readonly uid: string;
    readonly actor: Actor;
    /** Why, for the audit log. */
    readonly reason: string | null;
    /** The addresses that Firebase Auth had for the account; the document's is known. */
    readonly emails: readonly string[];
    /** What becomes of the document. */
    readonly document: OnAccountDeleted;
    /** Whether a document stays that grants a role, because somebody gave it one meanwhile. */
    readonly sparesRoles: boolean;
    /**
     * Only a document that was there before this moment goes, in milliseconds since the Unix epoch; null
     * for any. A later one belongs to whoever has the id now.
     */
    readonly madeBefore?: number | null;
    /**
     * When the account that is gone had been made, in milliseconds since the Unix epoch: its deletion is
     * written down also where the document had gone before it, unless it has been already.
     */
    readonly accountSince?: number;
}
export interface Forgotten {
    readonly outcome: 'deleted' | 'kept' | 'missing' | 'spared';
    /** The role that stood in the document; null for none. */
    readonly role: string | null;
}
/**
 * Does with `users/{uid}` what the app wants of a deleted account's document, with an entry in the audit
 * log, and closes the open invites to its addresses: whoever signs up with one of them later starts anew.
 * The trigger of a change sees to the marker, which stays.
 */
export declare function forgetPerson(db: Firestore, order: ForgetOrder): Promise<Forgotten>;
/** Deletes an account; returns whether there was one. */
export declare function deleteAccount(auth: Auth, uid: string): Promise<boolean>;
