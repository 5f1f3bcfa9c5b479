import { COLLECTIONS, isRole, isUid, parseInvite, refuseRoleChange, userPath, } from '../core/index.js';
import { OPERATOR } from '../functions/invites/invite-terms.js';
import { isOver } from '../functions/invites/pick-offer.js';
import { roleOfActor } from '../functions/role-change/role-that-counts.js';
import { EXIT_CODES } from './admin-error.js';
import { momentFrom } from './moment.js';
import { targetJson, targetName } from './session.js';
import { waitForReading } from './wait.js';
/** The most that a list shows; the latest first. */
const MOST = 1000;
/** Lists the invites that nobody has taken. Changes nothing. */
export async function invites(session) {
    const { project, signal, target } = session;
    const now = session.now();
    const listed = await waitForReading(listInvites(project.db, project.engine.roles, now), signal);
    return {
        exitCode: EXIT_CODES.done,
        json: { ...targetJson(target), invites: listed.map(inviteJson) },
        text: (paint) => [
            '',
            ...(listed.length === 0
                ? [`  ${paint('dim', 'Nobody is invited.')}`]
                : listed.flatMap((each) => inviteLines(each, now, paint))),
            '',
            `  ${paint('dim', `In ${targetName(target)}.`)}`,
            '',
        ],
    };
}
async function listInvites(db, roles, now) {
    const { docs } = await db
        .collection(COLLECTIONS.invites)
        .where('acceptedAt', '==', null)
        .limit(MOST)
        .get();
    const found = docs.map((document) => ({ id: document.id, invite: parseInvite(document.data()) }));
    const uids = new Set(found.flatMap(({ invite }) => (invite ? [invite.invitedBy] : [])));
    const inviters = await readPeople(db, [...uids].filter(isUid));
    return found
        .map(({ id, invite }) => ({ id, invite, state: stateOf(roles, invite, inviters, now) }))
        .sort((a, b) => createdAt(b) - createdAt(a));
}
async function readPeople(db, uids) {
    if (uids.length === 0)
        return new Map();
    const people = await db.getAll(...uids.map((uid) => db.doc(userPath(uid))));
    return new Map(people.map((person) => [person.id, person.data()]));
}
function stateOf(roles, invite, inviters, now) {
    if (invite === null)
        return 'unreadable';
    const { role, invitedBy } = invite;
    if (isOver(invite, now))
        return 'expired';
    if (!isRole(roles, role))
        return 'no-such-role';
    if (invitedBy === OPERATOR)
        return 'open';
    const actor = { uid: invitedBy, role: roleOfActor(roles, inviters.get(invitedBy), now) };
    const refusal = refuseRoleChange(roles, { actor, target: { uid: '', role: null }, role });
    return refusal === null ? 'open' : 'inviter-may-not';
}
const createdAt = ({ invite }) => invite?.createdAt.seconds ?? 0;
const STATES = {
    open: 'can be taken',
    expired: 'is over',
    'inviter-may-not': 'gives nothing: who invited may not give this role any more',
    'no-such-role': 'gives nothing: there is no such role',
    unreadable: 'cannot be read, and gives nothing',
};
function inviteLines({ id, invite, state }, now, paint) {
    const mark = state === 'open' ? paint('green', '✔') : paint('yellow', '●');
    if (invite === null)
        return [`  ${mark} ${id}  ${STATES[state]}`];
    const { email, role, expiresAt } = invite;
    const end = expiresAt === null ? 'without an end' : `until ${momentFrom(expiresAt.seconds * 1000, now)}`;
    return [
        `  ${mark} ${paint('bold', email)} as ${paint('bold', role)}  ${STATES[state]}`,
        `    ${paint('dim', `${end}; ${byText(invite)}; id ${id}`)}`,
    ];
}
const byText = ({ invitedBy }) => invitedBy === OPERATOR ? 'from the command line' : `by ${invitedBy}`;
function inviteJson({ id, invite, state }) {
    const at = (time) => time && new Date(time.seconds * 1000 + time.nanoseconds / 1e6).toISOString();
    return {
        inviteId: id,
        state,
        email: invite?.email ?? null,
        role: invite?.role ?? null,
        invitedBy: invite === null || invite.invitedBy === OPERATOR ? null : invite.invitedBy,
        createdAt: at(invite?.createdAt ?? null),
        expiresAt: at(invite?.expiresAt ?? null),
    };
}
