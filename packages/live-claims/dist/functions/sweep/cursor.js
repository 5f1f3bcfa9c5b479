export const BEGINNING = { pass: 'documents', after: null };
/** The cursor as a job stores it. */
export function writeCursor(cursor) {
    return JSON.stringify(cursor);
}
/** The stored cursor; what cannot be read begins anew, which only costs time. */
export function readCursor(stored) {
    try {
        const { pass, after, page } = JSON.parse(stored ?? 'null');
        if (pass === 'documents' && isNullOrText(after))
            return { pass, after };
        if (pass === 'accounts' && isNullOrText(page))
            return { pass, page };
    }
    catch {
        // See above.
    }
    return BEGINNING;
}
function isNullOrText(value) {
    return value === null || typeof value === 'string';
}
