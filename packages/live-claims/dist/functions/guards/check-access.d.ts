import { type Access, type AccessSettings, type Marker, type RefusalDetails, type RoleTable } from '../../core/index.js';
/** What decides about a permission: see `Requirement`. */
export type Strength = 'token' | 'current' | 'now';
/** What an operation asks of whoever calls it. */
export interface Requirement<Permission extends string = string> {
    /** Null: any account that may be here at all. */
    readonly permission: Permission | null;
    /**
     * What decides about the permission: `token`, the ID token as it is; `current`, the ID token if it
     * is no older than the marker and says the same; `now`, the document `users/{uid}`.
     */
    readonly strength: Strength;
    /** How old the token may be, in seconds since it was issued. Absent: any age. */
    readonly maxTokenAge?: number | undefined;
    /** How long ago the sign-in may be, in seconds. Absent: any time. */
    readonly maxSignInAge?: number | undefined;
}
/** Says what an operation asks, for a guard: `requires('posts.read', { strength: 'now' })`. */
export declare function requires<Permission extends string | null>(permission: Permission, how: Omit<Requirement, 'permission'>): Requirement<NonNullable<Permission>>;
/** Who calls, by a token whose signature was verified. Times in whole seconds since the Unix epoch. */
export interface Caller {
    readonly uid: string;
    readonly access: Access;
    /** When they signed in. */
    readonly authTime: number;
    /** When the token was issued. */
    readonly issuedAt: number;
}
/** The marker, as far as a check asks it. */
export interface MarkerFacts extends Pick<Marker, 'version' | 'role' | 'disabled' | 'sessionsRevokedAt'> {
    /** When the role ends, as the claims have it; undefined on a marker of a release that did not say. */
    readonly expiresAt: number | null | undefined;
}
/** A caller without a token: somebody who asked at that time, in whole seconds since the Unix epoch. */
export declare function callerSince(uid: string, seconds: number): Caller;
/** What the documents say at this moment; `strength` tells which of them are needed. */
export interface AccessFacts {
    readonly settings: AccessSettings;
    /** The marker; null when there is none that can be read. Needed by `current`. */
    readonly marker?: MarkerFacts | null;
    /** The fields of `users/{uid}`; null when there is no such document. Needed by `now`, and in a lockdown. */
    readonly user?: Readonly<Record<string, unknown>> | null;
}
/**
 * The caller that a verified ID token or session cookie stands for; null, which is as good as signed
 * out, for an id that would lead to another document than that account's, and for an account of a
 * tenant (Identity Platform): a tenant gives out ids of its own, which may be the same as one here.
 */
export declare function callerOf(token: Readonly<Record<string, unknown>> & {
    uid: string;
}): Caller | null;
/**
 * Decides whether the caller may go on; null when they may. Whatever is missing denies; only an
 * account without a document, which holds no permission, may do what asks for none.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export declare function checkAccess(roles: RoleTable, { permission, strength, maxTokenAge, maxSignInAge }: Requirement, caller: Caller, { settings, marker, user }: AccessFacts, now: number): RefusalDetails | null;
