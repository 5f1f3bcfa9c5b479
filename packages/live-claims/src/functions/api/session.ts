import type { Auth } from 'firebase-admin/auth';
import { bearerOf } from '../guards/credentials.ts';
import { newSession, sessionCookie } from '../guards/session-cookie.ts';
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
const cookie = sessionCookie({ seconds: SESSION_SECONDS, sameSite: 'strict' });

/**
 * `POST /api/session`: gives the bearer of the ID token a session cookie with the same claims, as `createSession` of
 * `live-claims/server` does, so that `followWithSession` understands the answer. Unlike there a refusal leaves a cookie
 * as it is: each page asks the marker.
 */
export function openSession(auth: Pick<Auth, 'createSessionCookie'>): CallerHandler {
  return async (request, response, caller) => {
    const token = bearerOf(request.headers.authorization) ?? '';
    const { setCookie, body } = await newSession(auth, cookie, token, caller);
    response.append('Set-Cookie', setCookie);
    answerJson(response, 200, body);
  };
}

/** `DELETE /api/session`: removes the cookie, for every caller. */
export const closeSession: Handler = async (_request, response) => {
  response.append('Set-Cookie', cookie.clear());
  response.status(204).end();
};
