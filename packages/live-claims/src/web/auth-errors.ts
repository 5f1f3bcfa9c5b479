import { LiveClaimsError, type LiveClaimsErrorCode } from './live-claims-error.ts';
import type { RevokedReason } from './types.ts';

/**
 * Refresh errors after which no token will ever come, and the session is over. The SDK signs out by
 * itself only for `user-disabled` and `user-token-expired`; the Auth emulator answers
 * `invalid-refresh-token` for a deleted account. In production a deleted account and a revoked
 * session both come as `user-token-expired` (the SDK maps USER_NOT_FOUND to it). Every other error,
 * a 429 above all, leaves the session alone (firebase-js-sdk #9259).
 */
const SESSION_ENDED: Readonly<Record<string, RevokedReason>> = {
  'auth/user-disabled': 'disabled',
  'auth/user-not-found': 'deleted',
  'auth/invalid-refresh-token': 'deleted',
  'auth/user-token-expired': 'signed-out-everywhere',
  'auth/invalid-user-token': 'signed-out-everywhere',
};

const OVER_QUOTA = ['auth/quota-exceeded', 'auth/too-many-requests'];

/** The reason when the error of a refresh ends the session; else null. */
export function sessionEnd(cause: unknown): RevokedReason | null {
  const code = codeOf(cause);
  return Object.hasOwn(SESSION_ENDED, code) ? (SESSION_ENDED[code] ?? null) : null;
}

/** What to report after refreshes failed with `cause`, or brought only old claims (undefined). */
export function refreshFailure(cause: unknown): LiveClaimsError {
  const code: LiveClaimsErrorCode =
    cause === undefined
      ? 'claims-behind'
      : isOverQuota(cause)
        ? 'quota-exceeded'
        : 'refresh-failed';
  return new LiveClaimsError(code, cause);
}

export const isOverQuota = (cause: unknown): boolean => OVER_QUOTA.includes(codeOf(cause));

/** The `code` of an error of any Firebase package; '' when it has none. */
export function codeOf(cause: unknown): string {
  const code = (cause as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
