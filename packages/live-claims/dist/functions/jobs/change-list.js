import { jobPath, parseBulkChanges } from '../../core/index.js';
/** Changes in one document, far below its limit of 1 MiB. */
const CHANGES_PER_DOCUMENT = 500;
/** Stores the changes of a job in the commit that creates it. */
export function addChanges(db, transaction, jobId, changes) {
    for (let first = 0; first < changes.length; first += CHANGES_PER_DOCUMENT) {
        const some = changes
            .slice(first, first + CHANGES_PER_DOCUMENT)
            .map(({ uid, role, expiresAt = null, expected }) => ({
            ...{ uid, role, expiresAt },
            ...(expected && { expected }),
        }));
        transaction.create(db.doc(documentPath(jobId, first)), { changes: some });
    }
}
/**
 * Up to `limit` of a job's changes from the `first`-th on; fewer where a document ends, null where there is
 * none, or none that can be read.
 */
export async function readChanges(db, jobId, first, limit) {
    const document = await db.doc(documentPath(jobId, first)).get();
    const offset = first % CHANGES_PER_DOCUMENT;
    return parseBulkChanges(document.data())?.slice(offset, offset + limit) ?? null;
}
function documentPath(jobId, first) {
    return `${jobPath(jobId)}/changes/${Math.floor(first / CHANGES_PER_DOCUMENT)}`;
}
