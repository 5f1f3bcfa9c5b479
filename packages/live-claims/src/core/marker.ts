import type { ClaimValues } from './additional-claims.ts';
import { isProblem, type Problem } from './problems.ts';
import type { Seconds } from './time.ts';
import { type ClaimsVersion, isTimestamp, type TimestampLike } from './timestamp.ts';

/**
 * How far the last edit of a user's access got.
 *
 * @example MARKER_STATUSES // ['applied', 'rejected', 'pending']
 */
export const MARKER_STATUSES = ['applied', 'rejected', 'pending'] as const;
/**
 * One of `MARKER_STATUSES`.
 *
 * @example const status: MarkerStatus = 'applied';
 */
export type MarkerStatus = (typeof MARKER_STATUSES)[number];

/** The longest time over which clients spread their refreshes, in seconds. */
const MAX_SPREAD_SECONDS = 60;

/**
 * `userClaims/{uid}`: what the account's claims were last set to.
 *
 * @example const isBehind = (token: Access, marker: Marker) => token.version < marker.version;
 */
export interface Marker {
  readonly claimsUpdatedAt: TimestampLike;
  readonly version: ClaimsVersion;
  /** The role that the claims carry; null for none, also while disabled, rejected or pending. */
  readonly role: string | null;
  readonly status: MarkerStatus;
  readonly problem: Problem | null;
  readonly sessionsRevokedAt: TimestampLike | null;
  readonly disabled: boolean;
  /** Whether it is Firebase Auth, not the document, that disables the account. */
  readonly disabledInAuth: boolean;
  /** Seconds over which clients may spread their refreshes; null: at once. */
  readonly refreshWithin: Seconds | null;
  /** When the role ends, in whole seconds since the Unix epoch; null for never. */
  readonly expiresAt: Seconds | null;
  /** The account's address in Firebase Auth, and whether it is verified. */
  readonly email: string | null;
  readonly emailVerified: boolean;
  /**
   * Version at which access was last lowered, removed, disabled, ended or deleted; 0 for never. It never
   * goes back: an earlier invite gives nothing.
   */
  readonly loweredVersion: ClaimsVersion;
  /** The additional claims, as the account has them. @default none */
  readonly additionalClaims?: ClaimValues;
  /** The memberships that have no room in the claims, in the same shape. @default none */
  readonly moreOrgs?: ClaimValues;
}

/**
 * The marker in unknown data; null when it cannot be read as one. Additions of a later release are ignored
 * as long as they remove nothing: an unknown status is `pending`. Parsed by hand, because every client
 * parses it and a schema library would be a third of the client's size.
 *
 * @example parseMarker((await db.doc(markerPath(uid)).get()).data())?.version
 */
export function parseMarker(data: unknown): Marker | null {
  const fields = (data ?? {}) as Readonly<Record<string, unknown>>;
  const { claimsUpdatedAt, version, role, status, problem, refreshWithin, email } = fields;
  const sessionsRevokedAt = fields.sessionsRevokedAt ?? null;
  const expiresAt = fields.expiresAt ?? null;
  if (
    isTimestamp(claimsUpdatedAt) &&
    isVersion(version) &&
    (role === null || typeof role === 'string') &&
    (sessionsRevokedAt === null || isTimestamp(sessionsRevokedAt)) &&
    (expiresAt === null || Number.isSafeInteger(expiresAt))
  ) {
    return {
      claimsUpdatedAt,
      version,
      role,
      status: isStatus(status) ? status : 'pending',
      problem: isProblem(problem) ? problem : null,
      sessionsRevokedAt,
      // Any value other than false disables.
      disabled: fields.disabled !== undefined && fields.disabled !== false,
      disabledInAuth: fields.disabledInAuth === true,
      refreshWithin: isSpread(refreshWithin) ? refreshWithin : null,
      expiresAt: expiresAt as Seconds | null,
      email: typeof email === 'string' ? email : null,
      emailVerified: fields.emailVerified === true,
      loweredVersion: isVersion(fields.loweredVersion) ? fields.loweredVersion : 0,
      ...mapsIn(fields, ['additionalClaims', 'moreOrgs']),
    };
  }
  return null;
}

/** Those of the fields that are there and hold a map. */
const mapsIn = (fields: Readonly<Record<string, unknown>>, names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => (isMap(fields[name]) ? [[name, fields[name]]] : [])));

const isMap = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isVersion(value: unknown): value is ClaimsVersion {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isStatus(value: unknown): value is MarkerStatus {
  return MARKER_STATUSES.includes(value as MarkerStatus);
}

function isSpread(value: unknown): value is Seconds {
  return typeof value === 'number' && value >= 0 && value <= MAX_SPREAD_SECONDS;
}
