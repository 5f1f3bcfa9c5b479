/**
 * “2026-11-24 08:04:11 UTC”; the argument in milliseconds since the Unix epoch. A time beyond every calendar, as
 * odd claims may name one, is said as it stands.
 */
export declare function momentText(millis: number): string;
/** “2026-11-24 08:04:11 UTC, 3 minutes ago”, “…, in 30 days”; both in milliseconds since the Unix epoch. */
export declare function momentFrom(millis: number, now: number): string;
