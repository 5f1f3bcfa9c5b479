import { ACCESS_SETTINGS_PATH, markerPath, parseMarker, readAccessSettings, userPath, } from '../../core/index.js';
import { keepFresh } from './keep-fresh.js';
/**
 * How old the switches may be for a check of the token alone, in milliseconds before it began. A
 * lockdown is felt there this late at most; the other strengths read the switches each time.
 */
export const SETTINGS_MAX_AGE_MS = 5000;
export function createFactsReader(readDocuments, clock) {
    const readOne = async (path) => (await readDocuments([path]))[0] ?? null;
    const settingsIn = (fields) => readAccessSettings(fields, clock.wall());
    const recentSettings = keepFresh(() => readOne(ACCESS_SETTINGS_PATH), SETTINGS_MAX_AGE_MS, clock);
    const readFor = {
        async token() {
            return { settings: settingsIn(await recentSettings()) };
        },
        async current(uid) {
            const [settings, marker] = await readDocuments([ACCESS_SETTINGS_PATH, markerPath(uid)]);
            return { settings: settingsIn(settings), marker: markerIn(marker) };
        },
        async now(uid) {
            const [settings, user] = await readDocuments([ACCESS_SETTINGS_PATH, userPath(uid)]);
            return { settings: settingsIn(settings), user: user ?? null };
        },
    };
    return {
        async read(uid, strength) {
            const facts = await readFor[strength](uid);
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
