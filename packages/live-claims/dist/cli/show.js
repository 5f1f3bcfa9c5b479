import { AdminError, EXIT_CODES } from './admin-error.js';
import { findPerson } from './find-person.js';
import { lookAtPerson } from './look-at-person.js';
import { personJson } from './person-json.js';
import { personText } from './person-text.js';
import { targetJson, targetName } from './session.js';
import { waitForReading } from './wait.js';
/**
 * Shows what stands there about a person. Changes nothing. Only an account that is still to come
 * is no reason for the exit code of things that need attention.
 *
 * @throws {AdminError} `no-such-person` when neither an account nor a document nor a marker has the id.
 */
export async function show(session, request) {
    const { project, signal, target } = session;
    const found = await waitForReading(findPerson(project, request.person), signal);
    const now = session.now();
    const view = await waitForReading(lookAtPerson(project, found, now), signal);
    if (view.account === null && view.document === null && view.marker === null) {
        throw new AdminError('no-such-person', `Nobody has the id ${view.uid}.`, {
            next: 'There is neither an account nor a document with it. Is it the right project?',
        });
    }
    const wrong = view.codes.some((code) => code !== 'no-account');
    return {
        exitCode: wrong ? EXIT_CODES.attention : EXIT_CODES.done,
        json: { ...targetJson(target), ...personJson(view) },
        text: (paint) => personText(view, { place: targetName(target), now, paint }),
    };
}
