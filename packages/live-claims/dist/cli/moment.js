const SPANS = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always' });
const UNITS = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
];
/** Whether a `Date` can hold it. */
const isMoment = (millis) => Math.abs(millis) <= 8.64e15;
/**
 * “2026-11-24 08:04:11 UTC”; the argument in milliseconds since the Unix epoch. A time beyond every calendar, as
 * odd claims may name one, is said as it stands.
 */
export function momentText(millis) {
    if (!isMoment(millis))
        return `${millis} ms after 1970`;
    return `${new Date(millis).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
/** “2026-11-24 08:04:11 UTC, 3 minutes ago”, “…, in 30 days”; both in milliseconds since the Unix epoch. */
export function momentFrom(millis, now) {
    if (!isMoment(millis))
        return momentText(millis);
    const away = millis - now;
    const [unit, length] = UNITS.find(([, long]) => Math.abs(away) >= long) ?? ['second', 1000];
    return `${momentText(millis)}, ${SPANS.format(Math.round(away / length), unit)}`;
}
