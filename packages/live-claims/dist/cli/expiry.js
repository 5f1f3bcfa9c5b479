import { AdminError } from './admin-error.js';
const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };
/** The last moment that a Firestore timestamp can hold: the end of the year 9999. */
const LAST_MOMENT = Date.UTC(10_000, 0) - 1;
/**
 * When a grant is to end, in milliseconds since the Unix epoch. Understands a span of time from now
 * (`45m`, `12h`, `30d`, `2w`), a date (`2027-01-31`: when that day begins, in UTC) and a date and time
 * with its zone (`2027-01-31T18:00Z`, `2027-01-31T18:00+01:00`).
 *
 * @param now milliseconds since the Unix epoch.
 * @throws {AdminError} `usage` for anything else, and for a moment that has passed.
 */
export function parseExpiry(text, now) {
    const moment = spanFrom(text, now) ?? dateIn(text);
    if (moment === null || moment > LAST_MOMENT) {
        throw new AdminError('usage', `"${text}" is not a time that a role could end at.`, {
            next: 'Write a span from now (45m, 12h, 30d, 2w), a day (2027-01-31) or a moment with its zone (2027-01-31T18:00Z).',
        });
    }
    if (moment <= now) {
        throw new AdminError('usage', `"${text}" is not in the future.`, {
            next: 'To take a role away now, use `revoke`.',
        });
    }
    return moment;
}
function spanFrom(text, now) {
    const [, count, unit] = /^(\d{1,9})([mhdw])$/.exec(text) ?? [];
    if (count === undefined || unit === undefined)
        return null;
    return now + Number(count) * UNITS[unit];
}
const DATE = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;
function dateIn(text) {
    const day = DATE.exec(text)?.[1];
    if (day === undefined)
        return null;
    const midnight = new Date(`${day}T00:00Z`);
    // `Date` takes the 30th of February for the 2nd of March.
    const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
    const moment = Date.parse(text);
    return exists && !Number.isNaN(moment) ? moment : null;
}
