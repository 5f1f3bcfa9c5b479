import { parseCookie } from 'cookie';
import { admissionOf } from './admit.js';
/** The one cookie that Firebase Hosting lets through to functions. */
export const SESSION_COOKIE = '__session';
/** By the ID token in the header `Authorization: Bearer …` (RFC 6750), and by nothing else. */
export function byIdToken(auth) {
    return (request) => identify(bearerOf(request), (token) => auth.verifyIdToken(token));
}
/** By the session cookie, for pages that a browser opens by itself. */
export function bySessionCookie(auth) {
    return (request) => identify(parseCookie(request.headers.cookie ?? '')[SESSION_COOKIE], (cookie) => auth.verifySessionCookie(cookie));
}
/** The token in the request's `Authorization` header; undefined when there is none. */
export function bearerOf({ headers }) {
    return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}
async function identify(credential, verify) {
    if (!credential)
        return { refusal: { reason: 'signed-out' } };
    try {
        return admissionOf(await verify(credential));
    }
    catch (error) {
        const reason = UNTRUSTED.get(error?.code);
        if (reason === undefined)
            throw error;
        return { refusal: { reason } };
    }
}
/**
 * What firebase-admin says of a token that it does not trust. Revoked and disabled accounts it finds
 * on the emulators alone, where it always asks; in production the guard finds them in the documents.
 */
const UNTRUSTED = new Map([
    ['auth/argument-error', 'signed-out'],
    ['auth/id-token-expired', 'signed-out'],
    ['auth/session-cookie-expired', 'signed-out'],
    ['auth/user-not-found', 'signed-out'],
    ['auth/id-token-revoked', 'session-revoked'],
    ['auth/session-cookie-revoked', 'session-revoked'],
    ['auth/user-disabled', 'disabled'],
]);
