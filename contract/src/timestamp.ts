/**
 * What a Firestore `Timestamp` of any SDK (web, admin) looks like from outside. The contract imports
 * no Firebase, so it reads the two fields and nothing else.
 */
export interface TimestampLike {
  /** Whole seconds since the Unix epoch. */
  readonly seconds: number;
  /** Nanoseconds within the second, 0 to 999,999,999. */
  readonly nanoseconds: number;
}

export function isTimestamp(value: unknown): value is TimestampLike {
  if (typeof value !== 'object' || value === null) return false;
  const { seconds, nanoseconds } = value as Partial<TimestampLike>;
  return Number.isSafeInteger(seconds) && Number.isSafeInteger(nanoseconds);
}

/**
 * A claims version: microseconds since the Unix epoch, the precision of a Firestore update time.
 * Safe as a JavaScript integer until the year 2255.
 */
export type ClaimsVersion = number;

/** The version that a document revision with this update (or read) time stands for. */
export function versionAt(time: TimestampLike): ClaimsVersion {
  return time.seconds * 1_000_000 + Math.floor(time.nanoseconds / 1000);
}

/** Milliseconds since the Unix epoch of a version: when that revision was committed. */
export function millisOf(version: ClaimsVersion): number {
  return version / 1000;
}
