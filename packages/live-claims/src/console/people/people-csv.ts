import type { DirectoryRow } from '../../core/index.ts';

const COLUMNS = [
  'uid',
  'name',
  'email',
  'role',
  'state',
  'endsAt',
  'lastSignInAt',
  'changedAt',
] as const;

/** People as CSV (RFC 4180), in UTF-8 with a mark that spreadsheets read it by. Times are ISO 8601. */
export function peopleCsv(rows: readonly DirectoryRow[]): string {
  const time = (millis: number | null) => (millis === null ? '' : new Date(millis).toISOString());
  const lines = rows.map((row) => [
    row.uid,
    row.name ?? '',
    row.email ?? '',
    row.role ?? '',
    row.state,
    time(row.endsAt),
    time(row.lastSignInAt),
    time(row.changedAt),
  ]);
  return `\ufeff${[COLUMNS, ...lines].map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/**
 * A cell of a CSV file. What a spreadsheet would run as a formula begins with an apostrophe instead (OWASP, CSV
 * Injection).
 */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Saves a text as a file of the browser's downloads. */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own reference by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
