/**
 * Longest custom claims of an account, as `JSON.stringify(claims).length`; Firebase Auth refuses
 * more with `auth/claims-too-large`. Source: "Control access with custom claims", Firebase docs,
 * which count bytes; the two agree for the ASCII that we write.
 *
 * @example const fits = JSON.stringify(claims).length <= MAX_CLAIMS_LENGTH;
 */
export const MAX_CLAIMS_LENGTH = 1000;

/**
 * Claim names that Firebase Auth keeps for itself (`auth/forbidden-claim`). Source: OpenID Connect's
 * ID token, as listed in firebase-admin's `validator` for developer claims.
 *
 * @example RESERVED_CLAIMS.includes('iss') // true
 */
export const RESERVED_CLAIMS: readonly string[] = [
  'acr',
  'amr',
  'at_hash',
  'aud',
  'auth_time',
  'azp',
  'c_hash',
  'cnf',
  'exp',
  'firebase',
  'iat',
  'iss',
  'jti',
  'nbf',
  'nonce',
  'sub',
];

/**
 * The last moment that a Firestore timestamp can hold: the end of the year 9999, in milliseconds.
 *
 * @example new Date(LAST_MILLISECOND).toISOString() // '9999-12-31T23:59:59.999Z'
 */
export const LAST_MILLISECOND = 253_402_300_799_999;

/**
 * Longest account id that Firebase Auth accepts, in characters.
 *
 * @example const fits = uid.length <= MAX_UID_LENGTH;
 */
export const MAX_UID_LENGTH = 128;

/**
 * Longest reason for a change of access, in characters.
 *
 * @example <textarea maxLength={MAX_REASON_LENGTH} />
 */
export const MAX_REASON_LENGTH = 500;

/**
 * Longest name and picture address, in characters, that a sign-up with `provisioning: 'profile'` stores. Rules for
 * what users write themselves are the app's own.
 *
 * @example <input maxLength={TEXT_LIMITS.displayName} />
 */
export const TEXT_LIMITS = {
  displayName: 100,
  photoURL: 2048,
} as const;

/**
 * How many accounts a job changes a second by default. Source: "Firebase Authentication
 * limits", account configuration updates, 10 a second per project.
 *
 * @example defineInt('JOB_ACCOUNTS_PER_SECOND', { default: DEFAULT_PER_SECOND });
 */
export const DEFAULT_PER_SECOND = 10;

/**
 * Largest rate of a job, for projects with a raised limit.
 *
 * @example const rate = Math.min(wanted, MAX_PER_SECOND);
 */
export const MAX_PER_SECOND = 1000;

/**
 * The most accounts in one `bulkSetRoles`: their list is stored in one batch of at most 10 MiB.
 *
 * @example const first = changes.slice(0, MAX_BULK_CHANGES);
 */
export const MAX_BULK_CHANGES = 10_000;

/**
 * The most addresses in one `createInvites`: Firebase Auth tells of so many accounts in one call.
 *
 * @example const first = emails.slice(0, MAX_INVITES_PER_CALL);
 */
export const MAX_INVITES_PER_CALL = 100;
