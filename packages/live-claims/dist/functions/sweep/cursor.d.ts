/**
 * Where a sweep goes on. First it goes through everybody who has a document or a marker, by id;
 * then through the accounts, for those who have neither.
 */
export type Cursor = {
    readonly pass: 'documents';
    /** The last person looked at; null for the beginning. */
    readonly after: string | null;
} | {
    readonly pass: 'accounts';
    /** The page of accounts, by Firebase Auth's token; null for the first. */
    readonly page: string | null;
};
export declare const BEGINNING: Cursor;
/** The cursor as a job stores it. */
export declare function writeCursor(cursor: Cursor): string;
/** The stored cursor; what cannot be read begins anew, which only costs time. */
export declare function readCursor(stored: string | null): Cursor;
