/**
 * Where a sweep goes on. First it goes through everybody who has a document or a marker, by id;
 * then through the accounts, for those who have neither.
 */
export type Cursor =
  | {
      readonly pass: 'documents';
      /** The last person looked at; null for the beginning. */
      readonly after: string | null;
    }
  | {
      readonly pass: 'accounts';
      /** The page of accounts, by Firebase Auth's token; null for the first. */
      readonly page: string | null;
    };

export const BEGINNING: Cursor = { pass: 'documents', after: null };

/** The cursor as a job stores it. */
export function writeCursor(cursor: Cursor): string {
  return JSON.stringify(cursor);
}

/** The stored cursor; what cannot be read begins anew, which only costs time. */
export function readCursor(stored: string | null): Cursor {
  try {
    const { pass, after, page } = JSON.parse(stored ?? 'null') as Record<string, unknown>;
    if (pass === 'documents' && isNullOrText(after)) return { pass, after };
    if (pass === 'accounts' && isNullOrText(page)) return { pass, page };
  } catch {
    // See above.
  }
  return BEGINNING;
}

function isNullOrText(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
