import { AdminError } from './admin-error.js';
import { targetName } from './session.js';
import { painter, writeLines } from './terminal.js';
/**
 * Comes back when the changes may be made. Emulators are there to be changed; for a real project it
 * shows what will be changed and asks, unless the operator has said `--yes`.
 *
 * @param changes one line each, complete.
 * @throws {AdminError} `not-confirmed` when the answer is no or nobody is there to give one,
 *   `interrupted`. Nothing has been changed then.
 */
export async function confirm({ target, terminal, signal }, yes, changes) {
    if (target.kind === 'emulators')
        return;
    const paint = painter(terminal.err);
    const shown = [
        '',
        `  ${paint('bold', 'This changes')} ${paint(['bold', 'yellow'], targetName(target))}${paint('bold', ':')}`,
        '',
        ...changes.map((line) => `    ${line}`),
        '',
    ];
    writeLines(terminal.err, shown);
    if (yes)
        return;
    if (terminal.ask === null) {
        throw new AdminError('not-confirmed', 'Nobody is there to say that this is wanted.', {
            next: 'Nothing was changed. Run it in a terminal, or add --yes.',
        });
    }
    const answer = await ask(terminal.ask, '  Go on? (y/N) ', signal);
    if (/^\s*y(es)?\s*$/i.test(answer))
        return;
    throw new AdminError('not-confirmed', 'Not confirmed.', { next: 'Nothing was changed.' });
}
async function ask(asking, question, signal) {
    try {
        return await asking(question, signal);
    }
    catch (error) {
        if (!signal.aborted)
            throw error;
        throw new AdminError('interrupted', 'Stopped.', { next: 'Nothing was changed.' });
    }
}
