/**
 * Why a session ended. A closed set:
 *
 * - `session-revoked`: the sessions of the account were ended, by `endSessions`, an edit or the Admin SDK.
 * - `sign-in-too-old`: every sign-in before a certain moment was ended.
 * - `disabled`: the account is disabled.
 * - `deleted`: the account is gone.
 *
 * @example
 * if (snapshot.reason === 'disabled') show('Your account is disabled.');
 */
export type RevokedReason = 'session-revoked' | 'sign-in-too-old' | 'disabled' | 'deleted';

/** What can keep claims from being fresh, with a text for the user. A closed set. */
const ADVICE = {
  offline: 'No connection. The last known access is shown.',
  'refresh-failed': 'The new access could not be fetched. Check the connection.',
  'quota-exceeded': 'Too many token refreshes. Wait a moment.',
  'claims-behind': 'The new access has not arrived yet. If it lasts, sign in again.',
  'claims-shadowed':
    'This sign-in brought a role of its own, which does not count. Sign in in another way.',
  'marker-unreachable': 'Changes of access cannot be heard. If it lasts, tell an admin.',
  'marker-unreadable': 'The marker cannot be read. Save the role again.',
  'sign-out-failed': 'The session has ended, but signing out failed. Close the page.',
  closed: 'This client was closed. Create a new one.',
} as const;

/**
 * The codes of `LiveClaimsError`. A closed set:
 *
 * - `offline`: there is no network, or no answer from the server.
 * - `refresh-failed`, `quota-exceeded`: the token could not be refreshed; the client keeps trying, in the
 *   second case more slowly.
 * - `claims-behind`: tokens are refreshed, but their claims stay older than the marker.
 * - `claims-shadowed`: session claims (a custom token, `beforeSignIn`) take precedence over the account's.
 * - `marker-unreachable`: `userClaims/{uid}` cannot be listened to; most often the security rules forbid it.
 * - `marker-unreadable`: the document is there, but is no marker.
 * - `sign-out-failed`: the session was revoked, and Firebase Auth could not sign out.
 * - `closed`: the client was used after `close()`.
 *
 * @example
 * const isOffline = claims.getSnapshot().error?.code === ('offline' satisfies LiveClaimsErrorCode);
 */
export type LiveClaimsErrorCode = keyof typeof ADVICE;

/**
 * The one error of this package; its message starts with the code. In a snapshot it is information: the
 * client keeps trying.
 *
 * @example
 * const { error } = claims.getSnapshot();
 * if (error?.code === 'offline') showBanner(error.advice);
 */
export class LiveClaimsError extends Error {
  readonly code: LiveClaimsErrorCode;
  /** The message without the code: one or two sentences for the user. */
  readonly advice: string;

  constructor(code: LiveClaimsErrorCode, cause?: unknown) {
    const advice = ADVICE[code];
    super(`[${code}] ${advice}`, { cause });
    this.name = 'LiveClaimsError';
    this.code = code;
    this.advice = advice;
  }
}

/**
 * Refresh errors after which no token will ever come, and the session is over. The SDK signs out by
 * itself only for `user-disabled` and `user-token-expired`; the Auth emulator answers
 * `invalid-refresh-token` for a deleted account. In production a deleted account and a revoked
 * session both come as `user-token-expired` (the SDK maps USER_NOT_FOUND to it). Every other error,
 * a 429 above all, leaves the session alone (firebase-js-sdk #9259).
 */
const SESSION_END = new Map<string, RevokedReason>([
  ['auth/user-disabled', 'disabled'],
  ['auth/user-not-found', 'deleted'],
  ['auth/invalid-refresh-token', 'deleted'],
  ['auth/user-token-expired', 'session-revoked'],
  ['auth/invalid-user-token', 'session-revoked'],
]);

/** The reason when the error of a refresh ends the session; else undefined. */
export const sessionEnd = (cause: unknown): RevokedReason | undefined =>
  SESSION_END.get(codeOf(cause));

/** What to report after refreshes failed with `cause`, or brought only old claims (undefined). */
export const refreshError = (cause: unknown): LiveClaimsError =>
  new LiveClaimsError(
    cause === undefined
      ? 'claims-behind'
      : isOverQuota(cause)
        ? 'quota-exceeded'
        : 'refresh-failed',
    cause,
  );

/** Whether Firebase Auth has refused a refresh because there were too many. */
export const isOverQuota = (cause: unknown): boolean =>
  /^auth\/(quota-exceeded|too-many-requests)$/.test(codeOf(cause));

/** `permission-denied`, `functions/unauthenticated`, `storage/unauthorized`, and their like. */
const DENIED_CODE = /(^|\/)(permission-denied|unauthenticated|unauthorized)$/;

/**
 * Whether an error of Firestore, Storage, a callable or an HTTP client, or a fetch `Response`, says that
 * access is refused. A refused operation has had no effect, so it may be run again.
 */
export function isDenial(refused: unknown): boolean {
  const { status, response } = (refused ?? {}) as { status?: unknown; response?: unknown };
  const code = status ?? (response as { status?: unknown } | undefined)?.status;
  return code === 401 || code === 403 || DENIED_CODE.test(codeOf(refused));
}

/** The `code` of an error of any Firebase package; '' when it has none. */
function codeOf(cause: unknown): string {
  const code = (cause as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

/** Runs the app's code: what it throws is reported as uncaught and stops nothing here. */
export function safely(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
