/**
 * The moment in a Firestore `Timestamp` of any SDK (web, admin).
 *
 * @example const time: TimestampLike = Timestamp.now();
 */
export interface TimestampLike {
  /** Whole seconds since the Unix epoch. */
  readonly seconds: number;
  /** Nanoseconds within the second, 0 to 999,999,999. */
  readonly nanoseconds: number;
}

/** The years 1 to 9999: what Firestore stores, and what a `Date` can print. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

/**
 * Whether the value is a timestamp by type, as security rules see it. `core` imports no Firebase:
 * both SDKs' classes have a method `toMillis`, and no map that was read from a document can have one.
 * A backup in JSON leaves maps `{ seconds, nanoseconds }`; those are none.
 *
 * @example isTimestamp({ seconds: 1, nanoseconds: 0 }) // false: a map
 */
export function isTimestamp(value: unknown): value is TimestampLike {
  const { seconds, nanoseconds, toMillis } = (value ?? {}) as Partial<Timestamp>;
  return (
    typeof toMillis === 'function' &&
    isWithin(seconds, FIRST_SECOND, LAST_SECOND) &&
    isWithin(nanoseconds, 0, 999_999_999)
  );
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}

class Timestamp implements TimestampLike {
  readonly seconds: number;
  readonly nanoseconds: number;

  constructor(seconds: number, nanoseconds: number) {
    this.seconds = seconds;
    this.nanoseconds = nanoseconds;
  }

  toMillis(): number {
    return this.seconds * 1000 + this.nanoseconds / 1e6;
  }
}

/**
 * A timestamp without an SDK, for JSON and for tests.
 *
 * @example isTimestamp(timestampAt(1_795_000_000)) // true
 */
export function timestampAt(seconds: number, nanoseconds = 0): TimestampLike {
  return new Timestamp(seconds, nanoseconds);
}

/**
 * A claims version: microseconds since the Unix epoch, the precision of a Firestore update time.
 * Safe as a JavaScript integer until the year 2255.
 *
 * @example const version: ClaimsVersion = versionAt(snapshot.updateTime);
 */
export type ClaimsVersion = number & { readonly unit?: 'microseconds' };

/**
 * The version that a document revision with this update (or read) time stands for.
 *
 * @example versionAt({ seconds: 2, nanoseconds: 500_000_000 }) // 2_500_000
 */
export function versionAt(time: TimestampLike): ClaimsVersion {
  return time.seconds * 1_000_000 + Math.floor(time.nanoseconds / 1000);
}

/**
 * Milliseconds since the Unix epoch of a version: when that revision was committed.
 *
 * @example new Date(millisOf(version))
 */
export function millisOf(version: ClaimsVersion): number {
  return version / 1000;
}
