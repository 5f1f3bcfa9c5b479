import type { Seconds } from './time.ts';
import type { ClaimsVersion } from './timestamp.ts';

/**
 * Why a request is refused. A closed set.
 *
 * - `signed-out`: there is no token, or it is not valid.
 * - `session-revoked`: the sign-in is from before the account was signed out everywhere.
 * - `sign-in-too-old`: the sign-in is from before `minimumAuthTime`.
 * - `disabled`: the account is disabled.
 * - `locked-down`: a lockdown is on, and only the top role has access.
 * - `token-stale`: the token is older than the account's marker. A refresh helps.
 * - `claims-shadowed`: the token has the version of the marker, or a later one, but not its role and its
 *   end: session claims, which no refresh changes, take precedence over the account's.
 * - `token-too-old`: the token is older than this operation accepts. A refresh helps.
 * - `not-allowed`: the role does not have the permission.
 *
 * @example
 * const isRefusal = (reason: string) => ACCESS_REFUSALS.some((known) => known === reason);
 */
export const ACCESS_REFUSALS = [
  'signed-out',
  'session-revoked',
  'sign-in-too-old',
  'disabled',
  'locked-down',
  'token-stale',
  'claims-shadowed',
  'token-too-old',
  'not-allowed',
] as const;
/**
 * One of `ACCESS_REFUSALS`.
 *
 * @example const reason: AccessRefusal = 'token-stale';
 */
export type AccessRefusal = (typeof ACCESS_REFUSALS)[number];

/**
 * What comes with a refusal: a callable's `details`, and the JSON body of an HTTP answer. For the two
 * refusals that a refresh helps against it is a challenge and says what the new token has to reach.
 *
 * @example
 * const details: RefusalDetails = { reason: 'token-stale', version: 1_795_000_000_000_000 };
 */
export interface RefusalDetails {
  readonly reason: AccessRefusal;
  /** With `token-stale`: the claims version to reach. */
  readonly version?: ClaimsVersion | undefined;
  /** With `token-too-old`: the age, in seconds since it was issued, that a token may have. */
  readonly maxTokenAge?: Seconds | undefined;
}

/**
 * The details in unknown data; null when it cannot be read as such. By hand, for the client's sake.
 *
 * @example parseRefusalDetails(error.details)?.reason // 'not-allowed'
 */
export function parseRefusalDetails(data: unknown): RefusalDetails | null {
  const { reason, version, maxTokenAge } = (data ?? {}) as Readonly<Record<string, unknown>>;
  if (
    !isRefusal(reason) ||
    !(version === undefined || isClaimsVersion(version)) ||
    !(maxTokenAge === undefined || typeof maxTokenAge === 'number')
  ) {
    return null;
  }
  return {
    reason,
    ...(version !== undefined && { version }),
    ...(maxTokenAge !== undefined && { maxTokenAge }),
  };
}

function isRefusal(value: unknown): value is AccessRefusal {
  return ACCESS_REFUSALS.includes(value as AccessRefusal);
}

function isClaimsVersion(value: unknown): value is ClaimsVersion {
  return Number.isSafeInteger(value);
}
