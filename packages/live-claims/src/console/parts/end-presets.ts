const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Usual ends of a role; `at` is in milliseconds since the Unix epoch, as is what it takes. */
export const END_PRESETS: readonly {
  readonly label: string;
  readonly at: (now: number) => number;
}[] = [
  { label: 'In 1 hour', at: (now) => now + HOUR },
  // The end of the day, where the admin is.
  { label: 'Today', at: (now) => new Date(now).setHours(23, 59, 0, 0) },
  { label: 'In 7 days', at: (now) => now + 7 * DAY },
  { label: 'In 30 days', at: (now) => now + 30 * DAY },
];
