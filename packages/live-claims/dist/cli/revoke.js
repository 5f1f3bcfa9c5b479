import { EXIT_CODES } from './admin-error.js';
import { editRole } from './edit-role.js';
import { findPerson } from './find-person.js';
import { momentText } from './moment.js';
import { targetJson, targetName } from './session.js';
import { waitForReading } from './wait.js';
/**
 * Takes a person's role away, and with `--sessions` their sessions, in one commit: nobody ever finds one
 * without the other. After a crash, the trigger or the same command does the rest.
 *
 * @throws {AdminError} `no-such-person`, and what `editRole` throws; nothing has been written then.
 */
export async function revoke(session, request) {
    const { project, signal } = session;
    const person = await waitForReading(findPerson(project, request.person), signal);
    const sessions = request.sessions && person.account !== null;
    const done = await editRole(session, person, {
        edit: { role: null, expiresAt: null, sessions },
        reason: request.reason,
        yes: request.yes,
    });
    const endedAt = sessions ? await waitForReading(sessionsEnd(project, person.uid), signal) : null;
    return revokeAnswer(session, person, done, endedAt);
}
/** Since when sign-ins count, in milliseconds since the Unix epoch; whole seconds, as Auth has it. */
async function sessionsEnd({ engine }, uid) {
    const { marker } = await engine.documents.read(uid);
    return (marker?.sessionsRevokedAt ?? 0) * 1000;
}
function revokeAnswer({ target }, { uid, account }, { written, before, sync }, endedAt) {
    const name = account?.email ?? uid;
    const rejected = sync.status === 'rejected';
    const role = before?.role ?? null;
    const lines = (paint) => {
        if (rejected) {
            return [
                `${paint('red', '✗')} The role is gone from the document and the claims, but something else there cannot be read.`,
                `  ${sync.problem?.message ?? ''}`,
            ];
        }
        const now = role === null ? 'has no role any more' : `is no longer ${role}`;
        return [
            `${paint('green', '✔')} ${paint('bold', name)} ${written ? now : 'has no role'}.`,
            ...(written
                ? []
                : [
                    `  ${paint('dim', sync.changed ? 'Claims or marker had drifted; they are right again.' : 'There was none to take away.')}`,
                ]),
        ];
    };
    return {
        exitCode: rejected ? EXIT_CODES.attention : EXIT_CODES.done,
        json: {
            ...targetJson(target),
            uid,
            email: account?.email ?? null,
            roleBefore: role,
            written,
            applied: sync,
            sessionsEndedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
        },
        text: (paint) => [
            '',
            ...lines(paint),
            ...(endedAt === null ? [] : [`  Signed out everywhere, as of ${momentText(endedAt)}.`]),
            `  ${paint('dim', `In ${targetName(target)}.`)}`,
            '',
        ],
    };
}
