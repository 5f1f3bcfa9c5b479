import { readCursor, writeCursor } from '../sweep/cursor.js';
import { sweepPage } from '../sweep/sweep-page.js';
/** The work of `resync` and `reconcile`: look at everybody, heal what has drifted. */
export function sweepWork(project, jobId, { kind }, pace) {
    const options = { dryRun: false, reason: `Job ${jobId} (${kind}).`, pace };
    return async (cursor) => {
        const page = await sweepPage(project, readCursor(cursor), options);
        return { ...page, next: page.next && writeCursor(page.next), fatal: null };
    };
}
