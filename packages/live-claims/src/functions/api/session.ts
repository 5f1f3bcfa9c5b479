import type { CookieOptions } from 'express';
import type { Auth } from 'firebase-admin/auth';
import { bearerOf, SESSION_COOKIE } from '../guards/credentials.ts';
import { answerJson } from './answer-json.ts';
import type { CallerHandler } from './limit-rate.ts';
import type { Handler } from './route-requests.ts';

/**
 * How long a session cookie lives, in seconds: the least that Firebase Auth gives out. A page looks at
 * the marker each time, so the cookie need not be short for access to end; it bounds what a stolen one
 * is worth.
 */
export const SESSION_SECONDS = 300;

/** How long ago a sign-in may be that opens a session, in seconds, as Firebase's documentation advises. */
export const SIGN_IN_SECONDS = 300;

/** No script reads it, nothing but HTTPS carries it, and no other site's page sends it. */
const COOKIE: CookieOptions = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' };

/**
 * `POST /api/session`: gives the bearer of the ID token a session cookie with the same claims. The answer is that of
 * `createSession` of `live-claims/server`, so that `followWithSession` understands it.
 */
export function openSession(auth: Pick<Auth, 'createSessionCookie'>): CallerHandler {
  return async (request, response, { uid, access }) => {
    const lifetimeMs = SESSION_SECONDS * 1000;
    const token = bearerOf(request.headers.authorization) ?? '';
    const cookie = await auth.createSessionCookie(token, { expiresIn: lifetimeMs });
    response.cookie(SESSION_COOKIE, cookie, { ...COOKIE, maxAge: lifetimeMs });
    answerJson(response, 200, { uid, version: access.version, expiresIn: SESSION_SECONDS });
  };
}

/** `DELETE /api/session`: removes the cookie, for every caller. */
export const closeSession: Handler = async (_request, response) => {
  response.clearCookie(SESSION_COOKIE, COOKIE);
  response.status(204).end();
};
