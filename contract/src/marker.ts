import { isProblem, type Problem } from './problems.ts';
import { type ClaimsVersion, isTimestamp, type TimestampLike } from './timestamp.ts';

/** How far the last edit of a person's access has got. */
export const MARKER_STATUSES = ['applied', 'rejected', 'pending'] as const;
export type MarkerStatus = (typeof MARKER_STATUSES)[number];

/** The longest time over which clients may be asked to spread their refreshes, in seconds. */
const MOST_SPREAD = 60;

/** `userClaims/{uid}`: what the account's claims were last set to. */
export interface Marker {
  readonly claimsUpdatedAt: TimestampLike;
  readonly version: ClaimsVersion;
  readonly role: string | null;
  readonly status: MarkerStatus;
  readonly problem: Problem | null;
  readonly sessionsRevokedAt: TimestampLike | null;
  readonly disabled: boolean;
  /** Seconds over which clients may spread their refreshes; null: at once. */
  readonly refreshWithin: number | null;
  /** When the role ends, in whole seconds since the Unix epoch; null for never. */
  readonly expiresAt: number | null;
}

/**
 * The marker in unknown data; null when it cannot be read as one. Read by hand: every client reads it,
 * and a library of schemas would be a third of what the client core weighs.
 */
export function parseMarker(data: unknown): Marker | null {
  const fields = (data ?? {}) as Readonly<Record<string, unknown>>;
  const { claimsUpdatedAt, version, role, status, problem, disabled = false } = fields;
  const sessionsRevokedAt = fields.sessionsRevokedAt ?? null;
  const refreshWithin = fields.refreshWithin ?? null;
  const expiresAt = fields.expiresAt ?? null;
  if (
    isTimestamp(claimsUpdatedAt) &&
    isWhole(version) &&
    version >= 0 &&
    (role === null || typeof role === 'string') &&
    isStatus(status) &&
    (problem === null || isProblem(problem)) &&
    (sessionsRevokedAt === null || isTimestamp(sessionsRevokedAt)) &&
    typeof disabled === 'boolean' &&
    (refreshWithin === null || isSpread(refreshWithin)) &&
    (expiresAt === null || isWhole(expiresAt))
  ) {
    const access = { version, role, status, problem, disabled, expiresAt };
    return { ...access, claimsUpdatedAt, sessionsRevokedAt, refreshWithin };
  }
  return null;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isStatus(value: unknown): value is MarkerStatus {
  return MARKER_STATUSES.includes(value as MarkerStatus);
}

function isSpread(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MOST_SPREAD;
}
