import type { Auth } from 'firebase-admin/auth';
import type { CollectionReference } from 'firebase-admin/firestore';
import {
  type AuditEntry,
  describeMe,
  type Paths,
  parseAuditEntry,
  parseMarker,
  readAccessSettings,
} from '../../core/index.ts';
import { bearerOf } from '../guards/credentials.ts';
import type { ReadDocuments } from '../guards/guard.ts';
import { newSession, sessionCookie } from '../guards/session-cookie.ts';
import { answerJson, answerJsonOnce } from './answer-json.ts';
import type { CallerHandler, Handler } from './route-requests.ts';

/*
 * What there is below `/api` in every app: who one is, the audit log, and sessions in a cookie.
 */

/**
 * `GET /api/users/me`: what a client would hear by listening on its marker and on the access settings, in one
 * round trip. For every account with a valid ID token, also a stale one: it is how a client learns
 * that its token is stale.
 */
export function usersMe(paths: Paths, readDocuments: ReadDocuments): CallerHandler {
  return async (request, response, { uid }) => {
    const [settings, marker] = await readDocuments([paths.settings, paths.marker(uid)]);
    const facts = {
      marker: parseMarker(marker),
      settings: readAccessSettings(settings, Date.now()),
    };
    answerJsonOnce(request, response, describeMe(uid, facts));
  };
}

/** The most entries in one answer. */
const MOST_ENTRIES = 50;

interface ListedEntry extends AuditEntry {
  readonly id: string;
}

/** For `GET /api/audit`: the last changes of access, newest first, at most `MOST_ENTRIES`; unreadable ones are left out. */
export async function lastAuditEntries(log: CollectionReference): Promise<readonly ListedEntry[]> {
  const { docs } = await log.orderBy('at', 'desc').limit(MOST_ENTRIES).get();
  return docs.flatMap((document) => {
    const entry = parseAuditEntry(document.data());
    return entry === null ? [] : [{ id: document.id, ...entry }];
  });
}

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
