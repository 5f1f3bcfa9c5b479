import { isUid, parseInvite, userPath } from '../../core/index.js';
import { principalOf } from '../role-change/role-that-counts.js';
import { openInvites } from './open-invites.js';
import { pickOffer } from './pick-offer.js';
/**
 * The best invite to an address for its taker, or null. Reads inside the transaction: of two who
 * reach for the same one the second finds it taken, and an inviter who is demoted at this moment
 * gives nothing.
 *
 * @param email that the identity provider vouches for: anybody can sign up with somebody else's.
 * @param now in milliseconds since the Unix epoch.
 */
export async function findOffer({ db, engine }, transaction, { email, taker, now }) {
    const { roles } = engine;
    const { docs } = await transaction.get(openInvites(db, email));
    const invites = docs.flatMap((document) => {
        const invite = parseInvite(document.data());
        return invite === null ? [] : [{ id: document.id, reference: document.ref, invite }];
    });
    const people = await readPeople(db, transaction, invites.flatMap(({ invite: { invitedBy, reservedFor } }) => [invitedBy, reservedFor]));
    const taken = await reservedForOthers(engine, invites, taker.uid);
    const offers = invites
        .filter(({ id }) => !taken.has(id))
        .map((each) => {
        const { invitedBy, reservedFor, role } = each.invite;
        const inviter = principalOf(roles, invitedBy, people.get(invitedBy)?.fields, now);
        const by = { inviterRole: inviter.role, inviterUntil: inviter.expiresAt ?? null };
        const lost = reservedFor === taker.uid ? undefined : people.get(reservedFor ?? '');
        const isLost = lost?.fields?.role === role && lost.fields.updatedBy === reservedFor;
        return { ...each, ...by, lostSignUp: lost && isLost ? lost.reference : null };
    });
    return pickOffer(roles, offers, taker, now);
}
/**
 * The invites that other sign-ups have had, whose accounts are there. Where there is no account, the
 * sign-up has been refused or its answer was lost; the address tries again under another id.
 */
async function reservedForOthers({ accounts }, invites, uid) {
    const taken = await Promise.all(invites.map(async ({ id, invite: { reservedFor } }) => {
        if (reservedFor === null || reservedFor === uid)
            return [];
        return (await accounts.read(reservedFor)) === null ? [] : [id];
    }));
    return new Set(taken.flat());
}
/** The documents of those who invited and of those who signed up, by account id. */
async function readPeople(db, transaction, ids) {
    const references = [...new Set(ids.filter(isUid))].map((uid) => db.doc(userPath(uid)));
    if (references.length === 0)
        return new Map();
    const people = await transaction.getAll(...references);
    return new Map(people.map((person) => [person.id, { reference: person.ref, fields: person.data() }]));
}
