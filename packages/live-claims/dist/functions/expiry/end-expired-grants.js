import { Timestamp } from 'firebase-admin/firestore';
import { COLLECTIONS } from '../../core/index.js';
import { hasExpiredGrant } from '../sweep/end-expired-grant.js';
import { endGrant } from '../sweep/end-grant.js';
import { someAtOnce } from '../sweep/some-at-once.js';
/** How many documents a query asks for. */
const PAGE = 100;
/**
 * How many documents one run reads at most: at 10 accounts a second, the limit of Firebase Auth, it
 * is done before the next one begins. What is left waits for that; it grants nothing meanwhile.
 */
const MOST_PER_RUN = 2000;
/** How many people are worked on at the same time. */
const AT_ONCE = 10;
/**
 * Ends the grants whose time is over and applies that at once, so that open browsers hear of it. The
 * checks have refused such a role since its last second; this takes it out of the documents. Costs
 * one query where nothing is due.
 *
 * The latest ends first, so that documents that stay, because nobody can read them, never stand in
 * the way of the others.
 */
export async function endExpiredGrants(place, { now, pace, onFailure, page = PAGE, most = MOST_PER_RUN }) {
    const { db, engine } = place;
    const report = { seen: 0, ended: 0, failed: 0 };
    let query = dueAt(db, now).limit(page);
    for (;;) {
        const { docs } = await query.get();
        const due = docs.filter((person) => hasExpiredGrant(engine.roles, person.data(), now));
        await someAtOnce(due, AT_ONCE, async ({ id: uid }) => {
            try {
                await pace();
                if ((await endGrant(place, uid, now)) !== null)
                    report.ended += 1;
            }
            catch (error) {
                report.failed += 1;
                onFailure?.(uid, error);
            }
        });
        report.seen += docs.length;
        const last = docs[page - 1];
        if (last === undefined)
            return { ...report, more: false };
        if (report.seen >= most)
            return { ...report, more: true };
        query = dueAt(db, now).startAfter(last).limit(page);
    }
}
/** Everybody whose end has passed. An end that is no timestamp is not among them. */
function dueAt(db, now) {
    return db
        .collection(COLLECTIONS.users)
        .where('roleExpiresAt', '<=', Timestamp.fromMillis(now))
        .orderBy('roleExpiresAt', 'desc')
        .select('role', 'roleExpiresAt', 'disabled');
}
