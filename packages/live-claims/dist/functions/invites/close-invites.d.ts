import type { Firestore, Transaction } from 'firebase-admin/firestore';
import { type Actor } from '../../core/index.js';
/** Who closes invites, and why, for the audit log. */
export interface ClosedBy {
    readonly actor: Actor;
    /** In the actor's words; null for none. */
    readonly reason: string | null;
}
/** Closes the invites that were read, in the same transaction. */
export type CloseInvites = (by: ClosedBy) => void;
/**
 * Reads the open invites to a person's addresses, so that the transaction that takes access from the
 * person can close them: a later decision wins over an invite that was written before it. In two
 * steps, because a transaction of Firestore reads before it writes.
 *
 * An invite that is over, or that nobody can read, is closed too.
 *
 * @param emails the addresses that the document and Firebase Auth have, in any case.
 * @example
 * const closeInvites = await readInvitesToClose(db, transaction, [email]);
 * transaction.update(person, { role: null });
 * closeInvites({ actor, reason });
 */
export declare function readInvitesToClose(db: Firestore, transaction: Transaction, emails: readonly string[]): Promise<CloseInvites>;
