import * as logger from 'firebase-functions/logger';
import { ACCESS_SETTINGS_PATH, CHECKS, markerPath, OPEN_ACCESS, parseMarker, readAccessSettings, userPath, } from '../../core/index.js';
import { callerOf, checkAccess, } from './check-access.js';
/**
 * How old the access settings may be for a check of the token alone, in milliseconds before it began. A
 * lockdown is felt there this late at most; the other checks read the settings each time.
 */
export const SETTINGS_MAX_AGE_MS = 5000;
/**
 * A guard by the documents of one project.
 *
 * @example
 * const guard = createGuard(roles, readAtOnce(db));
 * const refusal = await guard(requires('posts.publish', { check: 'document' }), caller);
 */
export function createGuard(roles, readDocuments, { lockdownChecks = CHECKS, clock = systemClock } = {}) {
    const facts = createFactsReader(readDocuments, lockdownChecks, clock);
    return async (requirement, caller) => {
        const known = await facts.read(caller.uid, requirement.check);
        const refusal = checkAccess(roles, requirement, caller, known, clock.wall());
        const mayBeStale = requirement.check === 'token' && refusal?.reason === 'not-allowed';
        return mayBeStale ? challengeIfStale(facts, caller, refusal) : refusal;
    };
}
/** A caller whose newer token may say something else is asked for that one. */
async function challengeIfStale(facts, { uid, access }, refusal) {
    const version = (await facts.readMarker(uid))?.version ?? 0;
    return access.version < version ? { reason: 'token-stale', version } : refusal;
}
/**
 * `ReadDocuments` on a database: `getAll` reads them all at one time (BatchGetDocuments).
 *
 * @example createGuard(roles, readAtOnce(getFirestore()));
 */
export function readAtOnce(db) {
    return async (paths) => {
        const snapshots = await db.getAll(...paths.map((path) => db.doc(path)));
        return snapshots.map((snapshot) => snapshot.data() ?? null);
    };
}
function createFactsReader(readDocuments, lockdownChecks, clock) {
    const readOne = async (path) => (await readDocuments([path]))[0] ?? null;
    const settingsIn = (fields) => readAccessSettings(fields, clock.wall());
    const recentSettings = memoizeFor(SETTINGS_MAX_AGE_MS, () => readOne(ACCESS_SETTINGS_PATH), clock);
    const readWithSettings = async (check, path) => {
        if (!lockdownChecks.includes(check)) {
            return { settings: OPEN_ACCESS, fields: await readOne(path) };
        }
        const [settings, fields = null] = await readDocuments([ACCESS_SETTINGS_PATH, path]);
        return { settings: settingsIn(settings), fields };
    };
    const readFor = {
        async token() {
            const isAsked = lockdownChecks.includes('token');
            return { settings: isAsked ? settingsIn(await recentSettings()) : OPEN_ACCESS };
        },
        async marker(uid) {
            const { settings, fields } = await readWithSettings('marker', markerPath(uid));
            return { settings, marker: markerIn(fields) };
        },
        async document(uid) {
            const { settings, fields } = await readWithSettings('document', userPath(uid));
            return { settings, user: fields };
        },
    };
    return {
        async read(uid, check) {
            const facts = await readFor[check](uid);
            const known = !facts.settings.lockdown || facts.user !== undefined;
            return known ? facts : { ...facts, user: await readOne(userPath(uid)) };
        },
        async readMarker(uid) {
            return markerIn(await readOne(markerPath(uid)));
        },
    };
}
/** As `parseMarker` reads it, but for an end that is not there: not the same as one that is null. */
function markerIn(fields) {
    const marker = parseMarker(fields);
    if (marker === null || fields?.expiresAt !== undefined)
        return marker;
    return { ...marker, expiresAt: undefined };
}
/**
 * The account that a verified ID token or session cookie stands for, if it can be one of this project.
 *
 * @example const who = identityOf(await auth.verifyIdToken(token));
 */
export function identityOf(token) {
    const caller = callerOf(token);
    return caller === null ? { refusal: { reason: 'signed-out' } } : { caller };
}
/**
 * Asks the guard about a caller that is known, and logs a refusal; a refusal stays one.
 *
 * @example const result = await authorize(guard, requirement, identityOf(token));
 */
export async function authorize(guard, requirement, who) {
    const refusal = 'refusal' in who ? who.refusal : await guard(requirement, who.caller);
    if (refusal === null)
        return who;
    logRefusal('caller' in who ? who.caller.uid : null, requirement, refusal);
    return { refusal };
}
/** Refusals of everyday life, answered by a refresh or a sign-in. */
const ORDINARY = new Set([
    'signed-out',
    'token-stale',
    'token-too-old',
]);
/** @param uid null for an unknown caller. */
function logRefusal(uid, { permission, check }, { reason }) {
    const write = ORDINARY.has(reason) ? logger.debug : logger.warn;
    write('access refused', { uid, reason, permission, check });
}
export const systemClock = {
    monotonic: () => performance.now(),
    wall: () => Date.now(),
};
/**
 * Remembers what `read` gave, for all callers within `maxAgeMs` of the moment at which that read began. A
 * read that fails is not remembered, and those who wait for it get its error. One that takes longer than
 * `maxAgeMs` is waited for only by those who asked before that.
 *
 * @example const settings = memoizeFor(5000, () => db.doc('settings/access').get());
 */
export function memoizeFor(maxAgeMs, read, clock = systemClock) {
    let last = null;
    return () => {
        if (last !== null && ageOf(last.began, clock) <= maxAgeMs)
            return last.value;
        const mine = { began: momentOf(clock), value: read() };
        last = mine;
        mine.value.catch(() => {
            if (last === mine)
                last = null;
        });
        return mine.value;
    };
}
function momentOf({ monotonic, wall }) {
    return { monotonic: monotonic(), wall: wall() };
}
/**
 * At least how many milliseconds have passed since then, if either clock tells the truth: the larger
 * of what the two say, and a time of day that went back counts like one that went forward.
 */
function ageOf(then, clock) {
    return Math.max(clock.monotonic() - then.monotonic, Math.abs(clock.wall() - then.wall));
}
