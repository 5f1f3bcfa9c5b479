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
/** What can keep claims from being fresh, with what to tell the user. A closed set. */
declare const ADVICE: {
    readonly offline: 'No connection. The last known access is shown.';
    readonly 'refresh-failed': 'The new access could not be fetched. Check the connection.';
    readonly 'quota-exceeded': 'Too many token refreshes. Wait a moment.';
    readonly 'claims-behind': 'The new access has not arrived yet. If it lasts, sign in again.';
    readonly 'claims-shadowed': 'This sign-in brought a role of its own, which does not count. Sign in in another way.';
    readonly 'marker-unreachable': 'Changes of access cannot be heard. If it lasts, tell an admin.';
    readonly 'marker-unreadable': 'userClaims/{uid} cannot be read. Save the role again.';
    readonly 'sign-out-failed': 'The session has ended, but signing out failed. Close the page.';
    readonly closed: 'This client was closed. Create a new one.';
};
/**
 * The codes of `LiveClaimsError`. A closed set:
 *
 * - `offline`: there is no network, or no answer from the server.
 * - `refresh-failed`, `quota-exceeded`: the token could not be refreshed; the client keeps trying, in the
 *   second case more slowly.
 * - `claims-behind`: tokens are refreshed, but their claims stay older than the marker.
 * - `claims-shadowed`: claims of the session (a custom token, `beforeSignIn`) stand above the account's.
 * - `marker-unreachable`: `userClaims/{uid}` cannot be listened to; most often the security rules forbid it.
 * - `marker-unreadable`: the document is there, but is no marker.
 * - `sign-out-failed`: the session was revoked, and Firebase Auth could not sign out.
 * - `closed`: the client was used after `close()`.
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
export declare class LiveClaimsError extends Error {
    readonly code: LiveClaimsErrorCode;
    constructor(code: LiveClaimsErrorCode, cause?: unknown);
    /** The message without the code: one or two sentences for the user. */
    get advice(): string;
}
/** The reason when the error of a refresh ends the session; else undefined. */
export declare const sessionEnd: (cause: unknown) => RevokedReason | undefined;
/** What to report after refreshes failed with `cause`, or brought only old claims (undefined). */
export declare const refreshError: (cause: unknown) => LiveClaimsError;
/** Whether Firebase Auth has refused a refresh because there were too many. */
export declare const isOverQuota: (cause: unknown) => boolean;
/**
 * Whether an error of Firestore, Storage, a callable or an HTTP client, or a fetch `Response`, says that
 * access is refused. A refused operation has had no effect, so it may be run again.
 */
export declare function isDenial(refused: unknown): boolean;
export {};
