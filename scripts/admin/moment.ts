const SPANS = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always' });
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** “2026-11-24 08:04:11 UTC”; the argument in milliseconds since the Unix epoch. */
export function momentText(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** “2026-11-24 08:04:11 UTC, 3 minutes ago”, “…, in 30 days”; both in milliseconds since the Unix epoch. */
export function momentFrom(millis: number, now: number): string {
  const away = millis - now;
  const [unit, length] = UNITS.find(([, long]) => Math.abs(away) >= long) ?? ['second', 1000];
  return `${momentText(millis)}, ${SPANS.format(Math.round(away / length), unit)}`;
}
