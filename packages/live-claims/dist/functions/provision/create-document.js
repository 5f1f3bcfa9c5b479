import { FieldValue, Timestamp, } from 'firebase-admin/firestore';
import { ACCESS_SETTINGS_PATH, readAccessSettings, storableProfile, userPath, versionAt, } from '../../core/index.js';
import { auditStateOf, createAuditEntry } from '../audit/write-entry.js';
import { inviteReason } from '../invites/audit-invite.js';
import { findOffer } from '../invites/find-offer.js';
import { openInvites } from '../invites/open-invites.js';
import { reserveOffer } from '../invites/take-offer.js';
/**
 * Makes `users/{uid}` for an account that is about to be created, with the role of an invite or the
 * initial one. A document that is there by now is kept: an admin's, or this one's own, whose commit
 * took effect although its answer was lost.
 *
 * @param invitable whether there may be an invite: what `mayHaveInvite` said.
 * @throws when Firestore cannot be reached.
 */
export async function createDocument(place, account, former, { changeId, invitable }) {
    // Most have no invite, and need not wait for the transaction that one takes.
    if (invitable)
        return createByInvite(place, account, former, changeId);
    const { db, engine } = place;
    const access = startingAccess(engine.roles.initialRole, former);
    const batch = db.batch();
    batch.create(db.doc(userPath(account.uid)), documentOf(place, account, access, changeId));
    auditStart(db, batch, { account, access, changeId, inviteId: null });
    try {
        const [created] = await batch.commit();
        if (created === undefined)
            throw new Error('The commit of a batch reported no write.');
        const data = { ...access, changeId };
        return { source: { data, version: versionAt(created.writeTime) }, inviteId: null };
    }
    catch (error) {
        if (!isThereAlready(error))
            throw error;
        return { source: await engine.documents.readSource(account.uid), inviteId: null };
    }
}
/**
 * Whether a look into the invites is worth while. Only for an address that the identity provider
 * vouches for: anybody can sign up with somebody else's. In a lockdown nobody takes an invite.
 */
export async function mayHaveInvite({ db }, { email, emailVerified }) {
    if (email === null || !emailVerified)
        return false;
    const [invites, settings] = await Promise.all([
        openInvites(db, email).limit(1).get(),
        db.doc(ACCESS_SETTINGS_PATH).get(),
    ]);
    return !invites.empty && !readAccessSettings(settings.data(), Date.now()).lockdown;
}
/** Keeps the invite for the account in the same commit, if it still gives something then. */
async function createByInvite(place, account, former, changeId) {
    const { db, engine } = place;
    const person = db.doc(userPath(account.uid));
    // Outside of the transaction: an attempt whose answer was lost may have been the one that counts.
    const reserved = { inviteId: null };
    await db.runTransaction(async (transaction) => {
        const found = await transaction.get(person);
        if (found.exists)
            return;
        const taker = { uid: account.uid, standing: null, effective: null, ...former };
        const search = { email: account.email ?? '', taker, now: Date.now() };
        const offer = await findOffer(place, transaction, search);
        reserved.inviteId = offer?.id ?? null;
        if (offer !== null)
            reserveOffer(place, transaction, offer, account.uid);
        const access = startingAccess(offer?.invite.role ?? engine.roles.initialRole, former);
        transaction.create(person, documentOf(place, account, access, changeId));
        auditStart(db, transaction, { account, access, changeId, inviteId: offer?.id ?? null });
    });
    // A transaction does not tell when it was committed.
    const source = await engine.documents.readSource(account.uid);
    const isOurs = source.data?.changeId === changeId;
    return { source, inviteId: isOurs ? reserved.inviteId : null };
}
/** What a new document grants; sessions of an account that had this id before stay over. */
export function startingAccess(role, { sessionsEndedAt }) {
    const fresh = { role, roleExpiresAt: null, disabled: false };
    return sessionsEndedAt === null
        ? fresh
        : { ...fresh, sessionsRevokedAt: new Timestamp(sessionsEndedAt, 0) };
}
/** Writes down what an account starts with, in the commit that gives it. */
export function auditStart(db, commit, start) {
    const { account, access, changeId, inviteId } = start;
    const { uid, displayName, email } = account;
    createAuditEntry(db, commit, changeId, {
        type: 'token-claims-change',
        uid,
        before: null,
        after: auditStateOf(access),
        actor: { kind: 'sign-up', uid },
        reason: inviteId === null ? null : inviteReason(inviteId),
        name: storableProfile({ displayName, photoURL: null }).displayName,
        email,
    });
}
export function documentOf(place, account, access, changeId) {
    const updatedAt = FieldValue.serverTimestamp();
    const { uid } = account;
    return { ...profileOf(place, account), ...access, updatedAt, updatedBy: uid, changeId };
}
/** What the identity provider says of a person, where the app keeps that in this collection. */
export function profileOf({ provisioning = 'role-only' }, { email, displayName, photoURL }) {
    if (provisioning === 'role-only')
        return {};
    const createdAt = FieldValue.serverTimestamp();
    return { email, ...storableProfile({ displayName, photoURL }), createdAt };
}
const ALREADY_EXISTS = 6; // google.rpc.Code
/** Whether Firestore refused to create a document because there is one. */
export function isThereAlready(error) {
    return error?.code === ALREADY_EXISTS;
}
