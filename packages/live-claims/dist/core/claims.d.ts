import type { Problem } from './problems.js';
import type { ClaimsVersion } from './timestamp.js';
/** Access as a token carries it. */
export interface Access {
    /** The granted role, null for none. */
    readonly role: string | null;
    /** When the grant ends, in whole seconds since the Unix epoch; null for never. */
    readonly expiresAt: number | null;
    /** Version of the `users/{uid}` revision it was computed from; 0 when there is none. */
    readonly version: ClaimsVersion;
}
/** Custom claims as Firebase Auth stores them: an account has one such object, everybody's in one. */
export type CustomClaims = Readonly<Record<string, unknown>>;
/** Access that nothing was granted to. */
export declare const NO_ACCESS: Access;
/** Our claims for an access: `role` and `rx` only when there is something to say. */
export declare function encodeClaims(access: Access): CustomClaims;
/**
 * Reads access out of an account's custom claims or a decoded ID token. Anything malformed denies:
 * a `role` that is no string and an `rx` that is no number yield no role, a malformed `cv` version 0.
 * The role is not checked against a table; `permits` grants nothing to an unknown one.
 */
export declare function decodeClaims(claims: unknown): Access;
/** The account's claims with ours replaced and everybody else's kept. */
export declare function mergeClaims(existing: CustomClaims, access: Access): CustomClaims;
/**
 * The account's claims without a role, for access that cannot be read or does not fit: everybody else's
 * are kept in their order as far as they fit beside `cv`, which alone always does.
 */
export declare function claimsWithoutRole(existing: CustomClaims, version: ClaimsVersion): CustomClaims;
/** Whether the claims say exactly this access, in the shape that `encodeClaims` gives it today. */
export declare function carriesAccess(claims: CustomClaims, access: Access): boolean;
/** What Firebase Auth would refuse about these claims, or null when it accepts them. */
export declare function claimsProblem(claims: CustomClaims): Problem | null;
