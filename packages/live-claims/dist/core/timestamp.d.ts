/** The moment in a Firestore `Timestamp` of any SDK (web, admin). */
export interface TimestampLike {
    /** Whole seconds since the Unix epoch. */
    readonly seconds: number;
    /** Nanoseconds within the second, 0 to 999,999,999. */
    readonly nanoseconds: number;
}
/**
 * Whether the value is a timestamp by type, as security rules see it. The contract imports no Firebase:
 * both SDKs' classes have a method `toMillis`, and no map that was read from a document can have one.
 * A backup in JSON leaves maps `{ seconds, nanoseconds }`; those are none.
 */
export declare function isTimestamp(value: unknown): value is TimestampLike;
/** A timestamp without an SDK: for what came as JSON, and for tests. */
export declare function timestampAt(seconds: number, nanoseconds?: number): TimestampLike;
/**
 * A claims version: microseconds since the Unix epoch, the precision of a Firestore update time.
 * Safe as a JavaScript integer until the year 2255.
 */
export type ClaimsVersion = number;
/** The version that a document revision with this update (or read) time stands for. */
export declare function versionAt(time: TimestampLike): ClaimsVersion;
/** Milliseconds since the Unix epoch of a version: when that revision was committed. */
export declare function millisOf(version: ClaimsVersion): number;
