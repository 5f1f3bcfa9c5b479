import { barText } from './bar-text.js';
import { createProgress } from './progress.js';
/** Where a line cannot change in place, as in a log, this is often enough. */
const LINE_EVERY_MS = 5000;
/**
 * Shows one line with a bar while `work` runs, in place on a terminal and every few seconds
 * elsewhere. On stderr: stdout is for the answer.
 *
 * @param work reports how far it is, and may add a word.
 * @param wasLeft whether the work was given up on request, which the line then shows.
 */
export async function showProgress({ err }, title, work, wasLeft) {
    const animated = err.isTTY === true;
    let last = Number.NEGATIVE_INFINITY;
    try {
        return await createProgress({ stream: err, animated }).step(title, async (say) => {
            let unsaid = null;
            const result = await work((count, word) => {
                const now = performance.now();
                unsaid = [barText(count), word].filter(Boolean).join(' · ');
                if (!animated && now - last < LINE_EVERY_MS)
                    return;
                last = now;
                say(unsaid);
                unsaid = null;
            });
            if (unsaid !== null)
                say(unsaid);
            if (wasLeft(result))
                throw new Left(result);
            return result;
        });
    }
    catch (error) {
        if (error instanceof Left)
            return error.result;
        throw error;
    }
}
/** `createProgress` marks a line as given up by this code, neither done nor failed. */
class Left extends Error {
    code = 'interrupted';
    result;
    constructor(result) {
        super('Left on request.');
        this.result = result;
    }
}
