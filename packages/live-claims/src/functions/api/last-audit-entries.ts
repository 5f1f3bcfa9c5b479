import type { CollectionReference } from 'firebase-admin/firestore';
import { type AuditEntry, parseAuditEntry } from '../../core/index.ts';

/** The most entries in one answer. */
const MOST_ENTRIES = 50;

export interface ListedEntry extends AuditEntry {
  readonly id: string;
}

/** The last changes of access, newest first, at most `MOST_ENTRIES`; unreadable ones are left out. */
export async function lastAuditEntries(log: CollectionReference): Promise<readonly ListedEntry[]> {
  const { docs } = await log.orderBy('at', 'desc').limit(MOST_ENTRIES).get();
  return docs.flatMap((document) => {
    const entry = parseAuditEntry(document.data());
    return entry === null ? [] : [{ id: document.id, ...entry }];
  });
}
