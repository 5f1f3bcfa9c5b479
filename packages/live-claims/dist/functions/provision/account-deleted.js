import { isUid, topRole } from '../../core/index.js';
import { forgetPerson } from '../role-change/forget-person.js';
import { hasOtherTopRole, topRoleHolders } from '../role-change/top-role-holders.js';
import { syncUser } from '../sync/sync-user.js';
import { readAccount } from './known-account.js';
/**
 * Does with the document of a deleted account what the app wants; deleted or cleared, whoever is given its id
 * again inherits nothing. The event may come late, more than once, and after the account was made again: then only a document from
 * before that goes, and what the new account is to have is applied to it.
 */
export async function accountDeleted(place, { uid, email, createdAt, deletedAt }) {
    if (!isUid(uid))
        return { outcome: 'missing', leavesNoOwner: false };
    const { db, engine, onAccountDeleted = 'keep' } = place;
    const successor = await readAccount(place.auth, { uid });
    const { outcome, role } = await forgetPerson(db, {
        uid,
        actor: UNKNOWN,
        reason: 'The account was deleted.',
        emails: email === null ? [] : [email],
        document: onAccountDeleted,
        sparesRoles: false,
        madeBefore: successor && Math.min(deletedAt || successor.createdAt, successor.createdAt),
        ...(successor === null && { accountSince: createdAt || 0 }),
    });
    // What stays as it is has no event of its own.
    if (successor !== null || outcome === 'kept')
        await syncUser(engine, uid);
    if (role !== topRole(engine.roles))
        return { outcome, leavesNoOwner: false };
    const holders = await topRoleHolders(db, engine.roles).get();
    const leavesNoOwner = !(await hasOtherTopRole(engine.roles, holders, uid));
    return { outcome, leavesNoOwner };
}
const UNKNOWN = { kind: 'unknown', uid: null };
