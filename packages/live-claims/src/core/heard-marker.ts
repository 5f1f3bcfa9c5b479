import type { ClaimValues } from './additional-claims.ts';
import { isProblem, type Problem } from './problems.ts';
import type { Seconds } from './time.ts';
import { type ClaimsVersion, isTimestamp, type TimestampLike } from './timestamp.ts';

/** The part of a marker that clients go by: what each of them has to load. */
export interface HeardMarker {
  readonly claimsUpdatedAt: TimestampLike;
  readonly version: ClaimsVersion;
  /** The role that the claims carry; null for none, also while disabled, rejected or pending. */
  readonly role: string | null;
  readonly problem: Problem | null;
  readonly sessionsRevokedAt: TimestampLike | null;
  readonly disabled: boolean;
  /** Seconds over which clients may spread their refreshes; null: at once. */
  readonly refreshWithin: Seconds | null;
  /** When the role ends, in whole seconds since the Unix epoch; null for never. */
  readonly expiresAt: Seconds | null;
  /** The account's address in Firebase Auth, and whether it is verified. */
  readonly email: string | null;
  readonly emailVerified: boolean;
  /** The additional claims, as the account has them. @default none */
  readonly additionalClaims?: ClaimValues;
  /** The memberships that have no room in the claims, in the same shape. @default none */
  readonly moreOrgs?: ClaimValues;
}

/** The longest time over which clients spread their refreshes, in seconds. */
const MAX_SPREAD_SECONDS = 60;

/**
 * The marker in unknown data, as far as clients go by it; null when it cannot be read as one. By hand, because every
 * client parses it and a schema library would be a third of the client's size.
 */
export function parseHeardMarker(data: unknown): HeardMarker | null {
  const {
    claimsUpdatedAt,
    version,
    role,
    problem,
    sessionsRevokedAt = null,
    disabled = false,
    refreshWithin,
    expiresAt = null,
    email,
    emailVerified,
    additionalClaims,
    moreOrgs,
  } = (data ?? {}) as Readonly<Record<string, unknown>>;
  if (
    isTimestamp(claimsUpdatedAt) &&
    isVersion(version) &&
    (role === null || typeof role === 'string') &&
    (sessionsRevokedAt === null || isTimestamp(sessionsRevokedAt)) &&
    isEnd(expiresAt)
  ) {
    return {
      claimsUpdatedAt,
      version,
      role,
      problem: isProblem(problem) ? problem : null,
      sessionsRevokedAt,
      // Any value other than false disables.
      disabled: disabled !== false,
      refreshWithin: isSpread(refreshWithin) ? refreshWithin : null,
      expiresAt,
      email: typeof email === 'string' ? email : null,
      emailVerified: emailVerified === true,
      ...(isMap(additionalClaims) && { additionalClaims }),
      ...(isMap(moreOrgs) && { moreOrgs }),
    };
  }
  return null;
}

const isMap = (value: unknown): value is ClaimValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isVersion = (value: unknown): value is ClaimsVersion =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** Whether the value says when a role ends: in whole seconds since the Unix epoch, or never (null). */
export const isEnd = (value: unknown): value is Seconds | null =>
  value === null || Number.isSafeInteger(value);

function isSpread(value: unknown): value is Seconds {
  return typeof value === 'number' && value >= 0 && value <= MAX_SPREAD_SECONDS;
}
