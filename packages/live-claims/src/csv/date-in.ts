import { LAST_MILLISECOND, type Milliseconds } from '../core/index.ts';

const DATE = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * The time in a text: of a date (`2027-01-31`) when that day begins, in UTC; or of a date and time with its zone
 * (`2027-01-31T18:00+01:00`). Null for anything else, for a day that there is not, and beyond what Firestore can hold.
 */
export function dateIn(text: string): Milliseconds | null {
  const day = DATE.exec(text)?.[1];
  if (day === undefined) return null;
  const midnight = new Date(`${day}T00:00Z`);
  // `Date` takes the 30th of February for the 2nd of March.
  const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  const moment = Date.parse(text);
  return exists && moment <= LAST_MILLISECOND ? moment : null;
}
