/**
 * Longest custom claims of an account, as `JSON.stringify(claims).length`; Firebase Auth refuses
 * more with `auth/claims-too-large`. Source: "Control access with custom claims", Firebase docs,
 * which count bytes; the two agree for the ASCII that we write.
 */
export declare const MAX_CLAIMS_LENGTH = 1000;
/**
 * Claim names that Firebase Auth keeps for itself (`auth/forbidden-claim`). Source: OpenID Connect's
 * ID token, as listed in firebase-admin's `validator` for developer claims.
 */
export declare const RESERVED_CLAIMS: readonly string[];
/** The last moment that a Firestore timestamp can hold: the end of the year 9999, in milliseconds. */
export declare const LAST_MILLISECOND = 253402300799999;
/** Longest account id that Firebase Auth accepts, in characters. */
export declare const MAX_UID_LENGTH = 128;
/** Longest reason for a change of access, in characters. */
export declare const MAX_REASON_LENGTH = 500;
/** Longest texts that people may write, in characters. The security rules enforce the same figures. */
export declare const TEXT_LIMITS: {
    readonly displayName: 100;
    readonly photoURL: 2048;
    readonly postTitle: 200;
    readonly postBody: 10000;
};
/**
 * How many accounts a job changes a second unless told otherwise. Source: "Firebase Authentication
 * limits", account configuration updates, 10 a second per project.
 */
export declare const DEFAULT_PER_SECOND = 10;
/** The most that a job can be told, for projects with a raised limit. */
export declare const MAX_PER_SECOND = 1000;
/** The most people in one `bulkSetRoles`: their list is stored in one batch of at most 10 MiB. */
export declare const MAX_BULK_CHANGES = 10000;
