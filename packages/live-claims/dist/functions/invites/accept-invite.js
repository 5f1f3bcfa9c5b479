import { FieldValue } from 'firebase-admin/firestore';
import { markerPath, readGrant, userPath, } from '../../core/index.js';
import { auditStateOf, createAuditEntry } from '../audit/write-entry.js';
import { markerOf, sourceOf } from '../firebase/firestore-documents.js';
import { documentOf, startingAccess } from '../provision/create-document.js';
import { roleOfActor, roleOfTarget } from '../role-change/role-that-counts.js';
import { isSameRevision, SyncContention, syncUser } from '../sync/sync-user.js';
import { inviteReason, offered } from './audit-invite.js';
import { findOffer } from './find-offer.js';
import { takeOffer } from './take-offer.js';
/** How often the document may move between its sync and the taking. */
const MAX_ROUNDS = 3;
/**
 * Gives an account the role of an open invite to its address, and applies it at once. It raises a
 * role and never lowers one; whoever is disabled, or has a document that nobody can read, gets
 * nothing, and the invite stays open. So it does where the person's access was lowered after it had
 * been written.
 *
 * @throws {SyncContention} when the document is edited all the time.
 */
export async function acceptInvite(place, acceptance) {
    const { engine } = place;
    const { uid } = acceptance;
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
        // The marker has to know of every edit so far: when access was lowered last stands there alone.
        const synced = await engine.documents.readSource(uid);
        const before = await syncUser(engine, uid);
        const result = await commit(place, acceptance, synced);
        if (result === 'moved')
            continue;
        if (result === null)
            return { inviteId: null, sync: before };
        const sync = await syncUser(engine, uid);
        return { inviteId: result.id, sync };
    }
    throw new SyncContention(uid);
}
/** Takes the invite and writes `users/{uid}`; null when there was nothing to take. */
async function commit(place, { uid, email, profile, changeId, now }, synced) {
    const { db, engine } = place;
    const person = db.doc(userPath(uid));
    const attempt = { taken: null };
    return db.runTransaction(async (transaction) => {
        const [user, said] = (await transaction.getAll(person, db.doc(markerPath(uid))));
        const data = user.data();
        // An attempt that took effect, although its answer was lost.
        if (data?.changeId === changeId)
            return attempt.taken;
        if (!isSameRevision(sourceOf(user), synced))
            return 'moved';
        const { grant, problem } = readGrant(engine.roles, data ?? {});
        if (problem !== null || grant.disabled)
            return null;
        const marker = markerOf(said);
        const effective = roleOfActor(engine.roles, data, now);
        const loweredVersion = lastDecision(marker, data !== undefined);
        const taker = { uid, standing: roleOfTarget(data), effective, loweredVersion };
        const offer = await findOffer(place, transaction, { email, taker, now });
        if (offer === null)
            return null;
        takeOffer(place, transaction, offer, { uid, kind: 'person', before: effective });
        if (data === undefined) {
            const { displayName = null, photoURL = null } = profile ?? {};
            const account = { uid, email, emailVerified: true, displayName, photoURL };
            const former = { sessionsEndedAt: marker?.sessionsRevokedAt ?? null };
            const access = startingAccess(offer.invite.role, former);
            transaction.create(person, documentOf(place, account, access, changeId));
        }
        else {
            transaction.update(person, {
                role: offer.invite.role,
                roleExpiresAt: null,
                updatedAt: FieldValue.serverTimestamp(),
                updatedBy: uid,
                changeId,
            });
        }
        const before = auditStateOf(data);
        createAuditEntry(db, transaction, changeId, {
            type: 'token-claims-change',
            uid,
            before,
            after: {
                ...offered(offer.invite.role),
                sessionsRevokedAt: before?.sessionsRevokedAt ?? null,
            },
            actor: { kind: 'person', uid },
            reason: inviteReason(offer.id),
            email,
        });
        attempt.taken = offer;
        return offer;
    });
}
/**
 * When the person's access was lowered last. Without a document that was when it was deleted, also where
 * the marker is of a release that did not write it down.
 */
function lastDecision(marker, hasDocument) {
    const { loweredVersion, version } = marker ?? { loweredVersion: 0, version: 0 };
    return hasDocument ? loweredVersion : Math.max(loweredVersion, version);
}
