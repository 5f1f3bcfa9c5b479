import type { Auth } from 'firebase-admin/auth';
import type { Request } from 'firebase-functions/https';
import { type Admission } from './admit.js';
/** Finds out who sent a request. @throws what verifying throws when Firebase Auth is out of reach. */
export type Identify = (request: Request) => Promise<Admission>;
/** The one cookie that Firebase Hosting lets through to functions. */
export declare const SESSION_COOKIE = "__session";
/** By the ID token in the header `Authorization: Bearer …` (RFC 6750), and by nothing else. */
export declare function byIdToken(auth: Pick<Auth, 'verifyIdToken'>): Identify;
/** By the session cookie, for pages that a browser opens by itself. */
export declare function bySessionCookie(auth: Pick<Auth, 'verifySessionCookie'>): Identify;
/** The token in the request's `Authorization` header; undefined when there is none. */
export declare function bearerOf({ headers }: Request): string | undefined;
