import { parseCookie } from 'cookie';
import type { Auth, DecodedIdToken } from 'firebase-admin/auth';
import type { Request } from 'firebase-functions/https';
import type { AccessRefusal } from '../../core/index.ts';
import { type Admission, admissionOf } from './admit.ts';

/** Finds out who sent a request. @throws what verifying throws when Firebase Auth is out of reach. */
export type Identify = (request: Request) => Promise<Admission>;

/** The one cookie that Firebase Hosting lets through to functions. */
export const SESSION_COOKIE = '__session';

/** By the ID token in the header `Authorization: Bearer …` (RFC 6750), and by nothing else. */
export function byIdToken(auth: Pick<Auth, 'verifyIdToken'>): Identify {
  return (request) => identify(bearerOf(request), (token) => auth.verifyIdToken(token));
}

/** By the session cookie, for pages that a browser opens by itself. */
export function bySessionCookie(auth: Pick<Auth, 'verifySessionCookie'>): Identify {
  return (request) =>
    identify(parseCookie(request.headers.cookie ?? '')[SESSION_COOKIE], (cookie) =>
      auth.verifySessionCookie(cookie),
    );
}

/** The token in the request's `Authorization` header; undefined when there is none. */
export function bearerOf({ headers }: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}

async function identify(
  credential: string | undefined,
  verify: (credential: string) => Promise<DecodedIdToken>,
): Promise<Admission> {
  if (!credential) return { refusal: { reason: 'signed-out' } };
  try {
    return admissionOf(await verify(credential));
  } catch (error) {
    const reason = UNTRUSTED.get((error as { code?: unknown } | null)?.code);
    if (reason === undefined) throw error;
    return { refusal: { reason } };
  }
}

/**
 * What firebase-admin says of a token that it does not trust. Revoked and disabled accounts it finds
 * on the emulators alone, where it always asks; in production the guard finds them in the documents.
 */
const UNTRUSTED: ReadonlyMap<unknown, AccessRefusal> = new Map([
  ['auth/argument-error', 'signed-out'],
  ['auth/id-token-expired', 'signed-out'],
  ['auth/session-cookie-expired', 'signed-out'],
  ['auth/user-not-found', 'signed-out'],
  ['auth/id-token-revoked', 'session-revoked'],
  ['auth/session-cookie-revoked', 'session-revoked'],
  ['auth/user-disabled', 'disabled'],
]);
