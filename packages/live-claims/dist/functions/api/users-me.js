import { ACCESS_SETTINGS_PATH, describeMe, markerPath, parseMarker, readAccessSettings, } from '../../core/index.js';
import { answerJsonOnce } from './answer-json.js';
/**
 * `GET /api/users/me`: what a client would hear by listening on its marker and on the switches, in one
 * round trip. For every account with a valid ID token, also a stale one: it is how a client learns
 * that its token is stale.
 */
export function usersMe(roles, readDocuments) {
    return async (request, response, { uid }) => {
        const [settings, marker] = await readDocuments([ACCESS_SETTINGS_PATH, markerPath(uid)]);
        const now = Date.now();
        const facts = { marker: parseMarker(marker), settings: readAccessSettings(settings, now) };
        answerJsonOnce(request, response, describeMe(roles, uid, facts, now));
    };
}
