import { DEFAULT_PER_SECOND } from '../../core/index.js';
import { countPeople } from './count-people.js';
import { BEGINNING } from './cursor.js';
import { createPace } from './pace.js';
import { pagesFrom } from './pages-from.js';
import { sweepPage } from './sweep-page.js';
import { NOTHING, sumOf, tallyOf } from './tally.js';
/**
 * Looks at everybody and heals what has drifted, in this process and without a queue: what the
 * command line does. The memory it takes is a page's, however many people there are.
 *
 * @throws what reading throws, when Firebase cannot be reached; what was healed stays healed.
 */
export async function reconcile(project, options) {
    const { perSecond = DEFAULT_PER_SECOND, dryRun, signal } = options;
    const pace = createPace(perSecond);
    const sweeping = { dryRun, reason: 'Reconciled from the command line.', pace, signal };
    const sweep = (cursor) => sweepPage(project, cursor, sweeping);
    const report = { ...NOTHING, total: await countPeople(project.db), finished: false };
    for await (const page of pagesFrom(sweep, BEGINNING)) {
        const finished = page.next === null && signal?.aborted !== true;
        Object.assign(report, sumOf(report, tallyOf(page)), { finished });
        for (const { uid, codes, setAside } of page.findings) {
            options.onDrift?.(uid, codes);
            if (setAside !== null)
                options.onSetAside?.(uid, setAside);
        }
        options.onProgress?.({ ...report });
        if (signal?.aborted)
            break;
    }
    return report;
}
