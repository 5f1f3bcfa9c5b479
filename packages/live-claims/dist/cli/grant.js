import { Timestamp } from 'firebase-admin/firestore';
import { AdminError, EXIT_CODES } from './admin-error.js';
import { editRole } from './edit-role.js';
import { findPerson, isEmail } from './find-person.js';
import { momentFrom } from './moment.js';
import { refuseUnverified } from './refuse-unverified.js';
import { targetJson, targetName } from './session.js';
import { waitForReading } from './wait.js';
/**
 * Gives a person a role, in the document and in the claims.
 *
 * @throws {AdminError} `no-such-person`, `unverified-address`, and what `editRole` throws; nothing has been written then.
 */
export async function grant(session, request) {
    if (request.prepare && isEmail(request.person)) {
        throw new AdminError('usage', '--prepare needs an account id, not an address.', {
            next: 'The document is found by the id alone. Without one, invite the address, or wait for the sign-up.',
        });
    }
    const person = await waitForReading(findPerson(session.project, request.person), session.signal);
    if (person.account === null && !request.prepare)
        throw noAccount(person.uid);
    if (isEmail(request.person) && !request.unverified) {
        refuseUnverified(request.person.text, person.account);
    }
    const end = request.expiresAt;
    const done = await editRole(session, person, {
        edit: {
            role: request.role,
            expiresAt: end === null ? null : Timestamp.fromMillis(end),
            sessions: false,
        },
        reason: request.reason,
        yes: request.yes,
    });
    return grantAnswer(session, request, person, done);
}
function noAccount(uid) {
    return new AdminError('no-such-person', `There is no account with the id ${uid}.`, {
        next: 'The person has to sign up first. To write the role in advance, so that their first token carries it: add --prepare.',
    });
}
function grantAnswer({ target, now }, { role, expiresAt }, { uid, account }, { written, before, disabled, sync }) {
    const name = account?.email ?? uid;
    const { status, problem } = sync;
    const end = expiresAt === null ? '' : `, until ${momentFrom(expiresAt, now())}`;
    const rejected = status === 'rejected';
    const was = before?.role ?? null;
    const change = written && was !== null && was !== role ? `, was ${was}` : '';
    const lines = (paint) => {
        const good = paint('green', '✔');
        if (rejected) {
            return [
                `${paint('red', '✗')} ${name} has the role in the document, but it could not be applied.`,
                `  ${problem?.message ?? ''}`,
            ];
        }
        if (status === 'pending') {
            return [
                `${good} ${name} will be ${role}${end}.`,
                `  ${paint('dim', 'There is no such account yet. The role is applied when the person signs up.')}`,
            ];
        }
        return [
            `${good} ${paint('bold', name)} is ${written ? 'now ' : ''}${paint('bold', role)}${written ? '' : ' already'}${end}${change}.`,
            `  ${paint('dim', consequence(written, disabled, sync.changed))}`,
        ];
    };
    return {
        exitCode: rejected ? EXIT_CODES.attention : EXIT_CODES.done,
        json: {
            ...targetJson(target),
            uid,
            email: account?.email ?? null,
            role,
            expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
            roleBefore: before?.role ?? null,
            written,
            applied: sync,
        },
        text: (paint) => ['', ...lines(paint), `  ${paint('dim', `In ${targetName(target)}.`)}`, ''],
    };
}
function consequence(written, disabled, healed) {
    if (disabled)
        return 'The document disables the account, so the role has no effect until that ends.';
    if (written)
        return 'Applied: new tokens carry it, open browsers follow at once.';
    return healed
        ? 'Claims or marker had drifted; they are right again.'
        : 'Nothing had to be changed.';
}
