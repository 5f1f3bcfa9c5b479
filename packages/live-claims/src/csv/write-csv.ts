import Papa from 'papaparse';
import type { AuditEntry, BulkLine, Milliseconds } from '../core/index.ts';
import { millisecondsOf, millisOf, versionAt } from '../core/index.ts';
import { defuseCell } from './formula.ts';

/**
 * A line of a file, by the names of its columns. For a file in JSON it is written as it stands.
 *
 * @example const record: CsvRecord = { uid: 'ada', role: 'editor', disabled: false };
 */
export type CsvRecord = Readonly<Record<string, string | number | boolean | null>>;

/** Excel takes a file without it for one in the code page of the machine. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The records as CSV (RFC 4180), with a line of column names first, in UTF-8 with a byte order mark, as spreadsheets
 * expect. A text that a spreadsheet would run as a formula begins with an apostrophe; null is an empty cell.
 *
 * @param columns in this order. @default those of the first record
 * @example download('people.csv', writeCsv(people.map(personRecord)));
 */
export function writeCsv(
  records: readonly CsvRecord[],
  columns: readonly string[] = Object.keys(records[0] ?? {}),
): string {
  const cell = (value: CsvRecord[string] | undefined) => defuseCell(String(value ?? ''));
  const rows = records.map((record) => columns.map((column) => cell(record[column])));
  return `${BYTE_ORDER_MARK}${Papa.unparse([columns.map(defuseCell), ...rows])}\r\n`;
}

/**
 * A user as a line of an export, as `readChanges` reads it again.
 *
 * @example const person: ExportedPerson = { uid: 'ada', role: 'editor', expiresAt: null, disabled: false };
 */
export interface ExportedPerson {
  readonly uid: string;
  /** @default null */
  readonly name?: string | null;
  /** @default null */
  readonly email?: string | null;
  readonly role: string | null;
  /** When the role ends, in milliseconds since the Unix epoch; null for never. */
  readonly expiresAt: Milliseconds | null;
  readonly disabled: boolean;
}

/**
 * The record of a user: id, name, address, role (`-` for none), end (ISO 8601) and whether disabled.
 *
 * @example writeCsv(people.map(personRecord));
 */
export function personRecord(person: ExportedPerson): CsvRecord {
  const { uid, name = null, email = null, role, expiresAt, disabled } = person;
  return { uid, name, email, role: role ?? '-', expiresAt: isoOf(expiresAt), disabled };
}

/**
 * The record of an entry of the audit log: when, what, whose access, before and after, by whom, why, what came of it.
 *
 * @example writeCsv(entries.map(auditRecord));
 */
export function auditRecord(entry: AuditEntry & { readonly id: string }): CsvRecord {
  const { id, at, type, uid, name, email, before, after, actor, reason, outcome, problem } = entry;
  return {
    id,
    at: isoOf(millisOf(versionAt(at))),
    type,
    ...{ uid, name, email },
    ...stateRecord('Before', before),
    ...stateRecord('After', after),
    actorKind: actor.kind,
    actorUid: actor.uid,
    actorName: actor.name ?? null,
    actorEmail: actor.email ?? null,
    ...{ reason, outcome, problem },
    job: entry.job ?? entry.startsJob,
    undoes: entry.undoes,
  };
}

function stateRecord(when: 'Before' | 'After', state: AuditEntry['before']): CsvRecord {
  const person = state !== null && 'role' in state ? state : null;
  const end = person?.expiresAt ?? null;
  return {
    [`role${when}`]: person?.role ?? null,
    [`expiresAt${when}`]: end === null ? null : isoOf(millisecondsOf(end)),
    [`disabled${when}`]: person?.disabled ?? null,
  };
}

/**
 * The record of a line of a `bulkEdit`: what became of it, or would, and why.
 *
 * @param line of the imported file; null where there was none.
 * @example download('result.csv', writeCsv(result.lines.map((each) => resultRecord(each, lines[each.index] ?? null))));
 */
export function resultRecord(each: BulkLine, line: number | null): CsvRecord {
  const { uid, name, email, role, verdict, message } = each;
  return { line, uid, name, email, roleBefore: role, verdict, message };
}

const isoOf = (time: Milliseconds | null) => (time === null ? null : new Date(time).toISOString());
