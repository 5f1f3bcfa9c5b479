import type { Auth } from 'firebase-admin/auth';
import type { CallerHandler } from './limit-rate.js';
import type { Handler } from './route-requests.js';
/**
 * How long a session cookie lives, in seconds: the least that Firebase Auth gives out. A page looks at
 * the marker each time, so the cookie need not be short for access to end; it bounds what a stolen one
 * is worth.
 */
export declare const SESSION_SECONDS = 300;
/** How long ago a sign-in may be that opens a session, in seconds, as Firebase's documentation advises. */
export declare const SIGN_IN_SECONDS = 300;
/** `POST /api/session`: gives the bearer of the ID token a session cookie with the same claims. */
export declare function openSession(auth: Pick<Auth, 'createSessionCookie'>): CallerHandler;
/** `DELETE /api/session`: takes the cookie away, whoever asks. */
export declare const closeSession: Handler;
