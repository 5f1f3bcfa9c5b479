import { type DocumentData, type Firestore, type Transaction, type WriteBatch } from 'firebase-admin/firestore';
import { type Actor, type AuditOutcome, type AuditState, type AuditType } from '../../core/index.js';
/** An entry of the audit log to write; what is absent is null, or for `outcome` and `version` as below. */
export interface NewAuditEntry {
    readonly type: AuditType;
    /** Whose access it is about; null where it is everybody's. */
    readonly uid: string | null;
    readonly before: AuditState | DocumentData | null;
    readonly after: AuditState | DocumentData | null;
    readonly actor: Actor;
    /** Why, in the words of whoever made the change. */
    readonly reason?: string | null;
    /** Name and address of the person, at this time. */
    readonly name?: string | null;
    readonly email?: string | null;
    /** @default 'written': the sync adds what came of it. */
    readonly outcome?: AuditOutcome;
    /** @default 0 */
    readonly version?: number;
    readonly problem?: string | null;
}
/**
 * Adds an entry to the audit log, in the commit of the change that it tells of. It is created, never set over
 * another one: where the id is taken, the commit fails with ALREADY_EXISTS.
 *
 * @param changeId the id that the change leaves in `users/{uid}`; null for an entry that no document names.
 * @example
 * transaction.update(person, { role, changeId });
 * createAuditEntry(db, transaction, changeId, { type: 'token-claims-change', uid, before, after, actor, reason });
 */
export declare function createAuditEntry(db: Firestore, commit: Transaction | WriteBatch, changeId: string | null, entry: NewAuditEntry): void;
/**
 * A person's access as a `users/{uid}` document says it, for the log: the role text that stands there, whether
 * or not it can be read. Null for a document that does not exist.
 */
export declare function auditStateOf(data: DocumentData | undefined): AuditState | null;
