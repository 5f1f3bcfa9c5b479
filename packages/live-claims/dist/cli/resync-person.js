import { driftOf, isHealable } from '../functions/sweep/drift.js';
import { heal } from '../functions/sweep/heal.js';
import { AdminError, EXIT_CODES } from './admin-error.js';
import { confirm } from './confirm.js';
import { explainDrift } from './explain-drift.js';
import { findPerson } from './find-person.js';
import { observe } from './observe.js';
import { targetJson } from './session.js';
import { waitForReading, waitForWriting } from './wait.js';
/**
 * Brings one person's claims and marker into step with their document, at once and by the same means
 * as the sweeps over everybody.
 *
 * @throws {AdminError} `no-such-person`, `not-confirmed`.
 */
export async function resyncPerson(session, name, yes) {
    const { project, signal, target } = session;
    const { roles } = project.engine;
    const found = await waitForReading(findPerson(project, name), signal);
    const { uid, account } = found;
    const seen = await waitForReading(observe(project, found), signal);
    if (account === null && seen.source.data === null && seen.marker === null) {
        throw new AdminError('no-such-person', `Nobody has the id ${uid}.`, {
            next: 'There is neither an account nor a document with it. Is it the right project?',
        });
    }
    const before = driftOf(roles, seen, session.now());
    const due = isHealable(roles, seen, before);
    if (due) {
        const drift = explainDrift(roles, uid, seen, before);
        await confirm(session, yes, [
            `claims and marker of ${uid}:`,
            ...drift.map(({ what }) => `  ${what}`),
        ]);
        const reason = 'Resynced from the command line.';
        const options = { codes: before, reason, now: session.now() };
        await waitForWriting(heal(project, { uid, seen }, options));
    }
    const now = due
        ? await waitForReading(findPerson(project, { text: uid, byUid: true }).then((again) => observe(project, again)), signal)
        : seen;
    const left = explainDrift(roles, uid, now, driftOf(roles, now, session.now()));
    const wrong = left.some(({ code }) => code !== 'no-account');
    return {
        exitCode: wrong ? EXIT_CODES.attention : EXIT_CODES.done,
        json: {
            ...targetJson(target),
            uid,
            email: account?.email ?? null,
            healed: before,
            drift: left,
        },
        text: (paint) => [
            '',
            wrong
                ? `${paint('red', '✗')} ${account?.email ?? uid} needs attention:`
                : `${paint('green', '✔')} ${account?.email ?? uid}: ${due ? 'claims and marker are right again' : 'nothing had to be changed'}.`,
            ...left.flatMap(({ what, next }) => [`  ${what}`, `  ${paint('cyan', '→')} ${next}`]),
            '',
        ],
    };
}
