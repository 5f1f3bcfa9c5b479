import { isUid } from '../../core/index.js';
import { createWithoutRole } from '../provision/list-account.js';
import { driftOf, isHealable } from './drift.js';
import { faultOf, setAsideFor } from './failure.js';
import { heal } from './heal.js';
import { readPage } from './read-page.js';
import { readPerson } from './read-person.js';
import { someAtOnce } from './some-at-once.js';
/** How many people are worked on at the same time. */
const AT_ONCE = 10;
/**
 * Looks at the people at the cursor and heals what has drifted. Somebody who cannot be helped stops
 * nobody else.
 *
 * @throws only what reading the page throws.
 */
export async function sweepPage(project, cursor, options) {
    const { people, unlisted, next } = await readPage(project, cursor);
    const now = Date.now();
    const findings = await someAtOnce(people, AT_ONCE, (person) => settle(project, person, { ...options, now }), () => options.signal?.aborted === true);
    const listed = await someAtOnce(unlisted, AT_ONCE, (account) => list(project, account, options), () => options.signal?.aborted === true);
    const seen = people.length + unlisted.length;
    const all = [...findings, ...listed];
    return { next, seen, findings: all.filter(({ codes }) => codes.length > 0) };
}
/** Makes the document of an account that no list shows. It grants nothing. */
async function list(project, account, { dryRun }) {
    const codes = ['not-listed'];
    const finding = { uid: account.uid, codes, changed: false, setAside: null, fault: null };
    if (dryRun)
        return finding;
    try {
        const changed = await createWithoutRole(project, account);
        return { ...finding, codes: changed ? codes : [], changed };
    }
    catch (error) {
        return { ...finding, setAside: setAsideFor(error), fault: faultOf(error) };
    }
}
/** @param options.now when the page was read, in milliseconds since the Unix epoch. */
async function settle(project, person, { now, ...options }) {
    const { uid, seen } = person;
    if (!isUid(uid))
        return { ...NO_ACCOUNT_ID, uid };
    const { roles } = project.engine;
    let codes = ['unreadable'];
    try {
        codes = driftOf(roles, seen, now);
        const finding = { uid, codes, changed: false, setAside: null, fault: null };
        if (codes.length === 0)
            return finding;
        if (options.dryRun) {
            // The page can be out of date; this look is not.
            return { ...finding, codes: driftOf(roles, await readPerson(project, uid), now) };
        }
        if (!isHealable(roles, seen, codes)) {
            return { ...finding, setAside: rejection(seen.marker) };
        }
        await options.pace();
        const healed = await heal(project, person, { codes, reason: options.reason, now });
        const setAside = rejection(healed);
        const gone = !healed.changed && setAside === null;
        return { ...finding, codes: gone ? [] : codes, changed: healed.changed, setAside };
    }
    catch (error) {
        return { uid, codes, changed: false, setAside: setAsideFor(error), fault: faultOf(error) };
    }
}
/** A document under an id that leads nowhere. */
const NO_ACCOUNT_ID = {
    codes: ['no-account'],
    changed: false,
    setAside: {
        code: 'no-account-id',
        message: 'No account can have this id. Delete the document, or move it to the right id.',
    },
    fault: null,
};
/** What somebody has to correct. A document that waits for its account is as it should be. */
function rejection(said) {
    if (said?.status !== 'rejected' || said.problem === null)
        return null;
    const { code, message } = said.problem;
    return { code, message };
}
