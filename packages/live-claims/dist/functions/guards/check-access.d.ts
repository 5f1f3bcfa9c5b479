import { type Access, type AccessSettings, type Check, type Marker, type RefusalDetails, type RoleTable } from '../../core/index.js';
/** What an operation asks of its caller. */
export interface Requirement<Permission extends string = string> {
    /** Null: any account that may be here at all. */
    readonly permission: Permission | null;
    /** What decides about the permission. */
    readonly check: Check;
    /** How old the token may be, in seconds since it was issued. Absent: any age. */
    readonly maxTokenAge?: number | undefined;
    /** How long ago the sign-in may be, in seconds. Absent: any time. */
    readonly maxSignInAge?: number | undefined;
}
/**
 * What an operation asks of its caller, for a guard.
 *
 * @example guardCall(requires('posts.read', { check: 'document', maxTokenAge: 300 }), handler);
 */
export declare function requires<Permission extends string | null>(permission: Permission, options: Omit<Requirement, 'permission'>): Requirement<NonNullable<Permission>>;
/** The account that calls, by a token whose signature was verified. Times in whole seconds since the Unix epoch. */
export interface Caller {
    readonly uid: string;
    readonly access: Access;
    /** When it signed in. */
    readonly authTime: number;
    /** When the token was issued. */
    readonly issuedAt: number;
}
/** The marker, as far as a check asks it. */
export interface MarkerFacts extends Pick<Marker, 'version' | 'role' | 'disabled' | 'sessionsRevokedAt'> {
    /** When the role ends, as the claims have it; undefined on a marker of a release that did not say. */
    readonly expiresAt: number | null | undefined;
}
/**
 * A caller without a token, that asked at this time.
 *
 * @param seconds whole seconds since the Unix epoch.
 * @example checkAccess(roles, requirement, callerSince(job.by, job.startedAt), facts, Date.now());
 */
export declare function callerSince(uid: string, seconds: number): Caller;
/** What the documents say at this moment; the check tells which of them are needed. */
export interface AccessFacts {
    readonly settings: AccessSettings;
    /** The marker; null when there is none that can be read. Needed by `marker`. */
    readonly marker?: MarkerFacts | null;
    /** The fields of `users/{uid}`; null when there is no such document. Needed by `document`, and in a lockdown. */
    readonly user?: Readonly<Record<string, unknown>> | null;
}
/**
 * The caller that a verified ID token or session cookie stands for; null, which is as good as signed
 * out, for an id that would lead to another document than that account's, and for an account of a
 * tenant (Identity Platform): a tenant gives out ids of its own, which may be the same as one here.
 *
 * @example const caller = callerOf(await auth.verifyIdToken(token));
 */
export declare function callerOf(token: Readonly<Record<string, unknown>> & {
    uid: string;
}): Caller | null;
/**
 * Decides whether the caller may go on; null when they may. Whatever is missing denies; only an
 * account without a document, which holds no permission, may do what asks for none.
 *
 * @param now in milliseconds since the Unix epoch.
 * @example
 * const refusal = checkAccess(roles, requires('posts.read', { check: 'token' }), caller, { settings }, Date.now());
 */
export declare function checkAccess(roles: RoleTable, { permission, check, maxTokenAge, maxSignInAge }: Requirement, caller: Caller, { settings, marker, user }: AccessFacts, now: number): RefusalDetails | null;
