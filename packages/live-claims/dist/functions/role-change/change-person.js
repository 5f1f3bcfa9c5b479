import { FieldValue, Timestamp, } from 'firebase-admin/firestore';
import { ACCESS_SETTINGS_PATH, holdsTopRoleForGood, markerPath, millisOf, parseMarker, parseUserProfile, permits, rankOf, readAccessSettings, readGrant, refuseRoleChange, userPath, versionAt, } from '../../core/index.js';
import { auditStateOf, createAuditEntry } from '../audit/write-entry.js';
import { checkAccess } from '../guards/check-access.js';
import { readInvitesToClose } from '../invites/close-invites.js';
import { principalOf, roleOfTarget } from './role-that-counts.js';
import { hasOtherTopRole, topRoleHolders } from './top-role-holders.js';
/**
 * Whether the actor may change anybody at all, by plain reads: only for these does `changePerson` begin a
 * transaction. What a transaction reads it locks, and an account without any permission must not be able
 * to hold up the others.
 *
 * @returns why not; null when they may ask.
 */
export async function refuseActor(db, roles, change) {
    const { actor, caller, uid, edit, now } = change;
    const [actorDoc, settingsDoc] = (await db.getAll(db.doc(userPath(actor)), db.doc(ACCESS_SETTINGS_PATH)));
    const user = actorDoc.data() ?? null;
    const facts = { settings: readAccessSettings(settingsDoc.data(), now), user };
    const refusal = checkAccess(roles, MAY_BE_HERE, caller, facts, now);
    if (refusal !== null)
        return { outcome: 'turned-away', refusal };
    if (actor === uid && onlyEndsSessions(edit))
        return null;
    const { role } = actorOf(roles, change, user);
    return permits(roles, role, roles.grantPermission)
        ? null
        : { outcome: 'refused', reason: 'not-allowed' };
}
/**
 * Writes a change of access to `users/{uid}`, if the actor's role in `users/{actor}` allows it at the
 * moment of the commit. One transaction: of two people who take each other's role at the same time,
 * the second one finds that they may no longer. Everybody may end their own sessions.
 */
export function changePerson(db, roles, change) {
    const { actor, caller, uid, edit, expected, now } = change;
    const target = db.doc(userPath(uid));
    return db.runTransaction(async (transaction) => {
        const [actorDoc, targetDoc, settingsDoc, markerDoc] = (await transaction.getAll(db.doc(userPath(actor)), target, db.doc(ACCESS_SETTINGS_PATH), db.doc(markerPath(uid))));
        const user = actorDoc.data() ?? null;
        const facts = { settings: readAccessSettings(settingsDoc.data(), now), user };
        const refusal = checkAccess(roles, MAY_BE_HERE, caller, facts, now);
        if (refusal !== null)
            return { outcome: 'turned-away', refusal };
        if (actor !== uid || !onlyEndsSessions(edit)) {
            const reason = refuseRoleChange(roles, {
                actor: actorOf(roles, change, user),
                target: { uid, role: roleOfTarget(targetDoc.data()) },
                role: edit.role ?? null,
                expiresAt: secondsOf(edit.expiresAt ?? null),
            });
            if (reason !== null)
                return { outcome: 'refused', reason };
            if (!targetDoc.exists)
                return { outcome: 'no-such-person' };
        }
        // An attempt that took effect, although its answer was lost.
        if (targetDoc.get('changeId') === change.changeId)
            return { outcome: 'written' };
        if (expected !== undefined && !isExpected(targetDoc, expected)) {
            return { outcome: 'changed-meanwhile', ...changeOf(targetDoc) };
        }
        if (isUnchanged(targetDoc, edit))
            return { outcome: 'already-so' };
        if (await leavesNobody(db, roles, transaction, targetDoc, edit)) {
            return { outcome: 'refused', reason: 'last-owner' };
        }
        const closeInvites = lowersAccess(roles, targetDoc, edit)
            ? await readInvitesToClose(db, transaction, addressesOf(targetDoc, markerDoc))
            : null;
        // The target is there, but for somebody without a document who ends their own sessions.
        transaction.set(target, fieldsOf(change), { merge: true });
        const entry = entryOf(change, actorDoc, targetDoc);
        createAuditEntry(db, transaction, change.changeId, entry);
        closeInvites?.({ actor: entry.actor, reason: change.reason ?? null });
        return { outcome: 'written' };
    });
}
/** Who acts, by their document and never by their token. */
function actorOf(roles, { actor, now }, user) {
    return principalOf(roles, actor, user ?? undefined, now);
}
/** What stands in the document, as a caller may have seen it. */
export function accessIn(data) {
    const { role, roleExpiresAt, disabled = false } = data ?? {};
    return {
        role: typeof role === 'string' ? role : null,
        expiresAt: roleExpiresAt instanceof Timestamp ? roleExpiresAt.toMillis() : null,
        disabled: disabled !== false,
    };
}
function isExpected(document, expected) {
    const { role, expiresAt, disabled } = accessIn(document.data());
    return (role === expected.role && expiresAt === expected.expiresAt && disabled === expected.disabled);
}
function changeOf(document) {
    const { updatedBy, updatedAt } = parseUserProfile(document.data());
    return {
        current: accessIn(document.data()),
        changedBy: updatedBy,
        changedAt: updatedAt === null ? null : millisOf(versionAt(updatedAt)),
    };
}
/** Whether the edit takes something away: an invite of before must not give it back. */
function lowersAccess(roles, document, { role, disabled }) {
    const before = rankOf(roles, roleOfTarget(document.data()));
    return disabled === true || (role !== undefined && rankOf(roles, role) < before);
}
/** The addresses of the document and, by the marker, of Firebase Auth. */
function addressesOf(person, marker) {
    const { email } = parseUserProfile(person.data());
    return [email, parseMarker(marker.data())?.email ?? null].filter((one) => one !== null);
}
/** Any sign-in that still counts; what its role may do is a question of rank. */
const MAY_BE_HERE = { permission: null, check: 'document' };
function onlyEndsSessions({ role, disabled, endSessions }) {
    return role === undefined && disabled === undefined && endSessions === true;
}
/** Whether the document says all of this already. Sessions can always end once more. */
function isUnchanged(document, { role, expiresAt, disabled, endSessions }) {
    if (endSessions)
        return false;
    const { role: stored, disabled: off = false } = document.data() ?? {};
    const sameRole = role === undefined ||
        ((stored ?? null) === role && storedEnd(document) === (expiresAt ?? null));
    return sameRole && (disabled === undefined || off === disabled);
}
/** Whether nobody would hold the top role for good any more. */
async function leavesNobody(db, roles, transaction, target, { role, expiresAt, disabled }) {
    const { grant } = readGrant(roles, target.data() ?? {});
    if (!holdsTopRoleForGood(roles, grant))
        return false;
    const after = role === undefined ? grant : { role, expiresAt: expiresAt ?? null };
    if (disabled !== true && holdsTopRoleForGood(roles, after))
        return false;
    const holders = await transaction.get(topRoleHolders(db, roles));
    return !(await hasOtherTopRole(roles, holders, target.id, (references) => transaction.getAll(...references)));
}
/** What the log says of it, with the names of this moment. */
function entryOf({ actor, uid, edit, reason = null, now }, actorDoc, targetDoc) {
    const { role, expiresAt = null, disabled, endSessions } = edit;
    const before = auditStateOf(targetDoc.data());
    const after = {
        role: role === undefined ? (before?.role ?? null) : role,
        expiresAt: role === undefined ? (before?.expiresAt ?? null) : secondsOf(expiresAt),
        disabled: disabled ?? before?.disabled ?? false,
        sessionsRevokedAt: endSessions ? secondsOf(now) : (before?.sessionsRevokedAt ?? null),
    };
    const type = role !== undefined
        ? 'token-claims-change'
        : disabled === undefined
            ? 'session-revoked'
            : disabled
                ? 'account-disabled'
                : 'account-enabled';
    return {
        type,
        uid,
        before,
        after,
        actor: { kind: 'person', uid: actor, ...nameOf(actorDoc) },
        reason,
        ...nameOf(targetDoc),
    };
}
const secondsOf = (ms) => (ms === null ? null : Math.floor(ms / 1000));
function nameOf(person) {
    const { displayName, email } = parseUserProfile(person.data());
    return { name: displayName, email };
}
function fieldsOf({ actor, edit, changeId }) {
    const { role, expiresAt = null, disabled, endSessions } = edit;
    const now = FieldValue.serverTimestamp();
    return {
        ...(role !== undefined && {
            role,
            roleExpiresAt: expiresAt === null ? null : Timestamp.fromMillis(expiresAt),
        }),
        ...(disabled !== undefined && { disabled }),
        ...(endSessions && { sessionsRevokedAt: now }),
        updatedAt: now,
        updatedBy: actor,
        changeId,
    };
}
/** When the grant ends, in milliseconds since the Unix epoch; null for never, NaN for unreadable. */
function storedEnd(document) {
    const end = document.get('roleExpiresAt') ?? null;
    if (end === null)
        return null;
    return end instanceof Timestamp ? end.toMillis() : Number.NaN;
}
