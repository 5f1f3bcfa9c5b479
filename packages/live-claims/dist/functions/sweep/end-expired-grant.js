import { FieldValue } from 'firebase-admin/firestore';
import { isTimestamp, markerPath, parseMarker, parseUserProfile, readGrant, userPath, } from '../../core/index.js';
import { auditStateOf, createAuditEntry } from '../audit/write-entry.js';
import { readInvitesToClose } from '../invites/close-invites.js';
const BY_TIME = { kind: 'service', uid: null };
/**
 * Takes a role whose time is over out of `users/{uid}`, unless it has been renewed or replaced since;
 * also that of somebody disabled, and an end that was left without its role. A document that nobody
 * can read stays as it is. The claims need a sync afterwards.
 *
 * @param changeId stored with the revision, as for every write of our own.
 * @param now in milliseconds since the Unix epoch.
 * @returns whether it wrote.
 */
export function endExpiredGrant(db, roles, { uid, changeId, now }) {
    const person = db.doc(userPath(uid));
    return db.runTransaction(async (transaction) => {
        const [user, marker] = await transaction.getAll(person, db.doc(markerPath(uid)));
        const data = user?.data() ?? {};
        if (!hasExpiredGrant(roles, data, now))
            return false;
        const { email, displayName } = parseUserProfile(data);
        const emails = [email, parseMarker(marker?.data())?.email ?? null];
        const closeInvites = await readInvitesToClose(db, transaction, emails.filter((one) => one !== null));
        transaction.update(person, {
            role: null,
            roleExpiresAt: null,
            updatedAt: FieldValue.serverTimestamp(),
            updatedBy: null,
            changeId,
        });
        const before = auditStateOf(data);
        createAuditEntry(db, transaction, changeId, {
            type: 'token-claims-change',
            uid,
            before,
            after: before && { ...before, role: null, expiresAt: null },
            actor: BY_TIME,
            reason: 'The grant has ended.',
            email,
            name: displayName,
        });
        closeInvites({ actor: BY_TIME, reason: 'The grant of the person who was invited has ended.' });
        return true;
    });
}
/**
 * Whether there is something to end in a `users/{uid}` document. From the second on in which the
 * checks refuse.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function hasExpiredGrant(roles, document, now) {
    const { roleExpiresAt: end, disabled = false } = document;
    if (!isTimestamp(end) || end.seconds * 1000 > now || typeof disabled !== 'boolean')
        return false;
    return readGrant(roles, { ...document, disabled: false }).problem === null;
}
