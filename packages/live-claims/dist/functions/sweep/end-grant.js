import { randomUUID } from 'node:crypto';
import { syncUser } from '../sync/sync-user.js';
import { endExpiredGrant } from './end-expired-grant.js';
/**
 * Ends a grant whose time is over and applies that at once. What dies in between, the trigger brings
 * to its end.
 *
 * @param now in milliseconds since the Unix epoch.
 * @returns what the sync came to; null when there was nothing to end.
 * @throws what the transaction and the sync throw.
 */
export async function endGrant({ db, engine }, uid, now) {
    const changeId = randomUUID();
    if (!(await endExpiredGrant(db, engine.roles, { uid, changeId, now })))
        return null;
    return syncUser(engine, uid);
}
