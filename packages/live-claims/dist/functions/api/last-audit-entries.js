import { COLLECTIONS, parseAuditEntry } from '../../core/index.js';
/** The most entries in one answer. */
export const MOST_ENTRIES = 50;
/** The last changes of access, newest first, at most `MOST_ENTRIES`; unreadable ones are left out. */
export async function lastAuditEntries(db) {
    const { docs } = await db
        .collection(COLLECTIONS.auditLog)
        .orderBy('at', 'desc')
        .limit(MOST_ENTRIES)
        .get();
    return docs.flatMap((document) => {
        const entry = parseAuditEntry(document.data());
        return entry === null ? [] : [{ id: document.id, ...entry }];
    });
}
