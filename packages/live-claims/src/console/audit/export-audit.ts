import {
  type Firestore,
  getDocs,
  type QueryDocumentSnapshot,
  query,
  startAfter,
} from 'firebase/firestore';
import type { Collections } from '../../core/index.ts';
import { CSV_TYPE, saveFile } from '../parts/save-file.ts';
import { type AuditQuestion, latestEntries, readEntry } from './audit-data.ts';

/** How many entries are fetched at a time, and the most that one file has. */
const STEP = 500;
const MOST = 10_000;

/** Saves the entries that answer the question as a file, the newest first. It costs a read for each. */
export async function exportAudit(
  firestore: Firestore,
  collections: Collections,
  question: Omit<AuditQuestion, 'count'>,
  format: 'csv' | 'json',
): Promise<void> {
  const { auditRecord, writeCsv } = await import('../../csv/index.ts');
  const records = [];
  let after: QueryDocumentSnapshot | undefined;
  do {
    const latest = latestEntries(firestore, collections, { ...question, count: STEP });
    const { docs } = await getDocs(after === undefined ? latest : query(latest, startAfter(after)));
    for (const document of docs) {
      const entry = readEntry(document);
      if (entry !== null) records.push(auditRecord(entry));
    }
    after = docs.length < STEP ? undefined : docs.at(-1);
  } while (after !== undefined && records.length < MOST);
  if (format === 'csv') saveFile('audit-log.csv', writeCsv(records), CSV_TYPE);
  else saveFile('audit-log.json', `${JSON.stringify(records, null, 2)}\n`, 'application/json');
}
