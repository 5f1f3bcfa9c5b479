import type { Firestore } from 'firebase-admin/firestore';
import { type AuditEntry } from '../../core/index.js';
/** The most entries in one answer. */
export declare const MOST_ENTRIES = 50;
export interface ListedEntry extends AuditEntry {
    readonly id: string;
}
/** The last changes of access, newest first, at most `MOST_ENTRIES`; unreadable ones are left out. */
export declare function lastAuditEntries(db: Firestore): Promise<readonly ListedEntry[]>;
