import { bearerOf, SESSION_COOKIE } from '../guards/http.js';
import { answerJson } from './answer-json.js';
/**
 * How long a session cookie lives, in seconds: the least that Firebase Auth gives out. A page looks at
 * the marker each time, so the cookie need not be short for access to end; it bounds what a stolen one
 * is worth.
 */
export const SESSION_SECONDS = 300;
/** How long ago a sign-in may be that opens a session, in seconds, as Firebase's documentation advises. */
export const SIGN_IN_SECONDS = 300;
/** No script reads it, nothing but HTTPS carries it, and no other site's page sends it. */
const COOKIE = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' };
/** `POST /api/session`: gives the bearer of the ID token a session cookie with the same claims. */
export function openSession(auth) {
    return async (request, response) => {
        const lifetimeMs = SESSION_SECONDS * 1000;
        const token = bearerOf(request) ?? '';
        const cookie = await auth.createSessionCookie(token, { expiresIn: lifetimeMs });
        response.cookie(SESSION_COOKIE, cookie, { ...COOKIE, maxAge: lifetimeMs });
        answerJson(response, 200, { expiresIn: SESSION_SECONDS });
    };
}
/** `DELETE /api/session`: takes the cookie away, whoever asks. */
export const closeSession = async (_request, response) => {
    response.clearCookie(SESSION_COOKIE, COOKIE);
    response.status(204).end();
};
