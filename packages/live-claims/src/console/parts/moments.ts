const DAY_AND_TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY_LONG = 86_400_000;

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** Shown for an invalid date: it must never keep a page from opening. */
const NO_MOMENT = 'a time that cannot be read';

/** A moment in that format, or that it cannot be read; in milliseconds since the Unix epoch. */
export function written(format: Intl.DateTimeFormat, millis: number): string {
  return isMoment(millis) ? format.format(millis) : NO_MOMENT;
}

/** Whether a number of milliseconds since the Unix epoch is a moment of the years 1 to 9999. */
export function isMoment(millis: number): boolean {
  return millis >= -62_135_596_800_000 && millis < 253_402_300_800_000;
}

/** “2026-11-24T14:05:09.123Z” for `<time>`; undefined where there is no such moment. */
export function isoOf(millis: number): string | undefined {
  return isMoment(millis) ? new Date(millis).toISOString() : undefined;
}

/** “24 Nov 2026, 14:05”; the argument in milliseconds since the Unix epoch. */
export function dayAndTime(millis: number): string {
  return written(DAY_AND_TIME, millis);
}

const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** “24 Nov 2026” */
export function dayOf(millis: number): string {
  return written(DAY, millis);
}

/** A moment as one speaks of it at the time `now`: “14:05” where both are of one day, else in full. */
export function momentFrom(millis: number, now: number): string {
  const isToday = written(DAY, millis) === written(DAY, now);
  return written(isToday ? TIME : DAY_AND_TIME, millis);
}

/** A span of time as one reads it: “84 ms”, “1.2 s”, “3 min”, “2 h”, “2 days”. */
export function span(millis: number): string {
  if (Math.round(millis) < 1000) return `${Math.round(millis)} ms`;
  if (Math.round(millis / 100) < 600) return `${(millis / 1000).toFixed(1)} s`;
  if (Math.round(millis / MINUTE) < 60) return `${Math.round(millis / MINUTE)} min`;
  if (Math.round(millis / HOUR) < 48) return `${Math.round(millis / HOUR)} h`;
  return `${Math.round(millis / DAY_LONG)} days`;
}
