import { EXIT_CODES } from './admin-error.js';
import { momentText } from './moment.js';
import { targetJson, targetName } from './session.js';
import { settingsJson, turnAccess } from './turn-access.js';
/**
 * Ends every sign-in from before this moment, or lets older ones count again.
 *
 * @throws {AdminError} what `turnAccess` throws; nothing has been written then.
 */
export async function signInAgain(session, request) {
    const { undo, reason, yes } = request;
    const { before, after, written } = await turnAccess(session, {
        request: { minimumAuthTime: undo ? null : 'now', reason },
        yes,
        effects: [
            undo
                ? 'older sign-ins count again then, in browsers that have not signed out yet'
                : 'everybody who is signed in is signed out then, owners too, and signs in again',
        ],
    });
    const since = (after.minimumAuthTime ?? 0) * 1000;
    const { target } = session;
    return {
        exitCode: EXIT_CODES.done,
        json: {
            ...targetJson(target),
            written,
            before: settingsJson(before),
            settings: settingsJson(after),
        },
        text: (paint) => [
            '',
            ...(undo
                ? [`${paint('green', '✔')} Older sign-ins count${written ? ' again' : ' already'}.`]
                : [
                    `${paint('green', '✔')} ${paint('bold', 'Everybody signs in again')}: sign-ins from before ${momentText(since)} are out.`,
                    `  ${paint('dim', 'From the next request of each; open browsers sign out at once.')}`,
                ]),
            ...(after.lockdown ? [`${paint('yellow', '●')} A lockdown is on besides.`] : []),
            `  ${paint('dim', `In ${targetName(target)}.`)}`,
            '',
        ],
    };
}
