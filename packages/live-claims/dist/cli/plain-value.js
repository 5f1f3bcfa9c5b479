import { DocumentReference, GeoPoint, Timestamp } from 'firebase-admin/firestore';
/**
 * A value of a document as JSON can say it: timestamps as ISO 8601, references as their path, places as
 * latitude and longitude, bytes as base64; numbers that JSON does not know as text. Never throws, whatever
 * an import or a console has left there.
 */
export function plainValue(value) {
    if (typeof value === 'number')
        return Number.isFinite(value) ? value : String(value);
    if (typeof value === 'bigint')
        return String(value);
    if (typeof value !== 'object' || value === null)
        return value;
    if (Array.isArray(value))
        return value.map(plainValue);
    if (value instanceof Timestamp)
        return isoText(value);
    if (value instanceof DocumentReference)
        return value.path;
    if (value instanceof GeoPoint)
        return { latitude: value.latitude, longitude: value.longitude };
    if (value instanceof Uint8Array)
        return Buffer.from(value).toString('base64');
    if (!isMap(value))
        return `a ${value.constructor?.name ?? 'value'}`;
    // A field may have any name, `__proto__` too.
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plainValue(field)]));
}
/** Rounded down: `toDate` rounds to the nearest, which may be the year 10,000. */
function isoText({ seconds, nanoseconds }) {
    return new Date(seconds * 1000 + Math.floor(nanoseconds / 1e6)).toISOString();
}
function isMap(value) {
    const prototype = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
}
