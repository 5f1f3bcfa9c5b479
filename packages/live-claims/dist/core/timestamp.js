/** The years 1 to 9999: what Firestore stores, and what a `Date` can print. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;
/**
 * Whether the value is a timestamp by type, as security rules see it. The contract imports no Firebase:
 * both SDKs' classes have a method `toMillis`, and no map that was read from a document can have one.
 * A backup in JSON leaves maps `{ seconds, nanoseconds }`; those are none.
 */
export function isTimestamp(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const { seconds, nanoseconds, toMillis } = value;
    return (typeof toMillis === 'function' &&
        isWithin(seconds, FIRST_SECOND, LAST_SECOND) &&
        isWithin(nanoseconds, 0, 999_999_999));
}
function isWithin(value, least, most) {
    return Number.isSafeInteger(value) && value >= least && value <= most;
}
class Timestamp {
    seconds;
    nanoseconds;
    constructor(seconds, nanoseconds) {
        this.seconds = seconds;
        this.nanoseconds = nanoseconds;
    }
    toMillis() {
        return this.seconds * 1000 + this.nanoseconds / 1e6;
    }
}
/** A timestamp without an SDK: for what came as JSON, and for tests. */
export function timestampAt(seconds, nanoseconds = 0) {
    return new Timestamp(seconds, nanoseconds);
}
/** The version that a document revision with this update (or read) time stands for. */
export function versionAt(time) {
    return time.seconds * 1_000_000 + Math.floor(time.nanoseconds / 1000);
}
/** Milliseconds since the Unix epoch of a version: when that revision was committed. */
export function millisOf(version) {
    return version / 1000;
}
