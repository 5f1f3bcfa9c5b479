/**
 * When a grant is to end, in milliseconds since the Unix epoch. Understands a span of time from now
 * (`45m`, `12h`, `30d`, `2w`), a date (`2027-01-31`: when that day begins, in UTC) and a date and time
 * with its zone (`2027-01-31T18:00Z`, `2027-01-31T18:00+01:00`).
 *
 * @param now milliseconds since the Unix epoch.
 * @throws {AdminError} `usage` for anything else, and for a moment that has passed.
 */
export declare function parseExpiry(text: string, now: number): number;
