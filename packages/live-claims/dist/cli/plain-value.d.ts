/**
 * A value of a document as JSON can say it: timestamps as ISO 8601, references as their path, places as
 * latitude and longitude, bytes as base64; numbers that JSON does not know as text. Never throws, whatever
 * an import or a console has left there.
 */
export declare function plainValue(value: unknown): unknown;
