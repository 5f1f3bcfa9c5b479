import { LAST_MILLISECOND, type Milliseconds } from '../core/index.ts';
import { dateIn } from '../csv/date-in.ts';
import { AdminError } from './admin-error.ts';

const SPANS = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always' });
const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** Whether a `Date` can hold it. */
const isMoment = (millis: number) => Math.abs(millis) <= 8.64e15;

/**
 * “2026-11-24 08:04:11 UTC”; the argument in milliseconds since the Unix epoch. A time beyond every calendar, as
 * odd claims may name one, is said as it stands.
 */
export function momentText(millis: number): string {
  if (!isMoment(millis)) return `${millis} ms after 1970`;
  return `${new Date(millis).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** “2026-11-24 08:04:11 UTC, 3 minutes ago”, “…, in 30 days”; both in milliseconds since the Unix epoch. */
export function momentFrom(millis: number, now: Milliseconds): string {
  if (!isMoment(millis)) return momentText(millis);
  const away = millis - now;
  const [unit, length] = UNITS.find(([, long]) => Math.abs(away) >= long) ?? ['second', 1000];
  return `${momentText(millis)}, ${SPANS.format(Math.round(away / length), unit)}`;
}

/** What a span of time is written in. */
const SPAN_UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 } as const;

/**
 * When a grant is to end, in milliseconds since the Unix epoch. Understands a span of time from now
 * (`45m`, `12h`, `30d`, `2w`), a date (`2027-01-31`: when that day begins, in UTC) and a date and time
 * with its zone (`2027-01-31T18:00Z`, `2027-01-31T18:00+01:00`).
 *
 * @param now milliseconds since the Unix epoch.
 * @param toRemove the command that ends it now.
 * @throws {AdminError} `usage` for anything else, and for a moment that has passed.
 */
export function parseExpiry(text: string, now: Milliseconds, toRemove = 'revoke'): number {
  const moment = spanFrom(text, now) ?? dateIn(text);
  if (moment === null || moment > LAST_MILLISECOND) {
    throw new AdminError('usage', `"${text}" is not a time that a role could end at.`, {
      next: 'Write a span from now (45m, 12h, 30d, 2w), a day (2027-01-31) or a moment with its zone (2027-01-31T18:00Z).',
    });
  }
  if (moment <= now) {
    throw new AdminError('usage', `"${text}" is not in the future.`, {
      next: `To remove a role now, use \`${toRemove}\`.`,
    });
  }
  return moment;
}

function spanFrom(text: string, now: Milliseconds): number | null {
  const [, count, unit] = /^(\d{1,9})([mhdw])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) return null;
  return now + Number(count) * SPAN_UNITS[unit as keyof typeof SPAN_UNITS];
}

/**
 * A time in the past, in milliseconds since the Unix epoch: a span until now (`45m`, `7d`), a day (`2027-01-31`, from
 * its beginning in UTC) or a moment with its zone.
 *
 * @param now milliseconds since the Unix epoch.
 * @throws {AdminError} `usage` for anything else.
 */
export function parseSince(text: string, now: Milliseconds): number {
  const span = spanFrom(text, 0);
  const moment = span === null ? dateIn(text) : now - span;
  if (moment !== null) return Math.max(moment, 0);
  throw new AdminError('usage', `"${text}" is not a time.`, {
    next: 'Write a span until now (45m, 12h, 7d), a day (2027-01-31) or a moment with its zone (2027-01-31T18:00Z).',
  });
}
