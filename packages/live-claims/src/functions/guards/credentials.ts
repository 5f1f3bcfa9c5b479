import { parseCookie } from 'cookie';
import type { DecodedIdToken } from 'firebase-admin/auth';
import { errorCode } from '../../core/error-code.ts';
import type { AccessRefusal } from '../../core/index.ts';
import { type AuthorizationResult, identityOf } from './guard.ts';

/** The one cookie that Firebase Hosting lets through to functions. */
export const SESSION_COOKIE = '__session';

/**
 * The token in an `Authorization` header (RFC 6750); undefined when there is none.
 *
 * @example const token = bearerOf(request.headers.authorization);
 */
export function bearerOf(authorization: string | null | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

/**
 * The value of one cookie in a `Cookie` header; undefined when there is none, or more than one of the
 * name: one of them was set by another host of the domain, and nothing tells which ("Cookie Tossing").
 *
 * @example const session = cookieOf(request.headers.cookie, '__session');
 */
export function cookieOf(header: string | null | undefined, name: string): string | undefined {
  const values = (header ?? '').split(';').flatMap((pair) => parseCookie(pair)[name] ?? []);
  return new Set(values).size === 1 ? values[0] : undefined;
}

/**
 * The account that a credential stands for, or why it is refused.
 *
 * @param verify what firebase-admin does to find out.
 * @throws what verifying throws when Firebase Auth is out of reach.
 * @example await identify(bearerOf(header), (token) => auth.verifyIdToken(token));
 */
export async function identify(
  credential: string | undefined,
  verify: (credential: string) => Promise<DecodedIdToken>,
): Promise<AuthorizationResult> {
  if (!credential) return { refusal: { reason: 'signed-out' } };
  try {
    return identityOf(await verify(credential));
  } catch (error) {
    const reason = untrusted(error);
    if (reason === undefined) throw error;
    return { refusal: { reason } };
  }
}

/** The refusal that an error of firebase-admin comes to; undefined when it says nothing about the caller. */
export const untrusted = (error: unknown): AccessRefusal | undefined =>
  UNTRUSTED.get(errorCode(error));

/**
 * What firebase-admin says of a token that it does not trust. Revoked and disabled accounts it finds
 * on the emulators alone, where it always asks; in production the guard finds them in the documents.
 */
const UNTRUSTED: ReadonlyMap<unknown, AccessRefusal> = new Map([
  ['auth/argument-error', 'signed-out'],
  ['auth/id-token-expired', 'signed-out'],
  // Of `createSessionCookie`: Auth itself refuses what passed the check of the signature.
  ['auth/invalid-id-token', 'signed-out'],
  ['auth/session-cookie-expired', 'signed-out'],
  ['auth/user-not-found', 'signed-out'],
  ['auth/id-token-revoked', 'session-revoked'],
  ['auth/session-cookie-revoked', 'session-revoked'],
  ['auth/user-disabled', 'disabled'],
]);
