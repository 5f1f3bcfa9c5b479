import { type AuditEntry, COLLECTIONS, parseAuditEntry } from '@live-claims/contract';
import {
  collection,
  type Firestore,
  limit,
  orderBy,
  type Query,
  type QueryDocumentSnapshot,
  query,
} from 'firebase/firestore';

/** How many entries the list shows, newest first. */
export const ENTRIES_SHOWN = 100;

export interface StoredAuditEntry extends AuditEntry {
  readonly id: string;
}

export function latestEntries(firestore: Firestore): Query {
  return query(
    collection(firestore, COLLECTIONS.auditLog),
    orderBy('at', 'desc'),
    limit(ENTRIES_SHOWN),
  );
}

export function readEntry(document: QueryDocumentSnapshot): StoredAuditEntry | null {
  const entry = parseAuditEntry(document.data());
  return entry && { ...entry, id: document.id };
}
