import * as v from 'valibot';
import { normalizeEmail } from './addresses.ts';
import { LAST_MILLISECOND, MAX_REASON_LENGTH } from './limits.ts';
import { isRole, type Roles } from './roles.ts';
import { isCleanText } from './texts.ts';
import { milliseconds } from './timestamp-schema.ts';

/*
 * Fields of requests, which several callables have.
 */

/** A text that may be stored and shown: see `isCleanText`. */
const clean = v.check(isCleanText, 'must be well-formed, without control characters');

export const reason = v.nullish(
  v.pipe(v.string(), v.trim(), v.maxLength(MAX_REASON_LENGTH), clean),
);

/** Milliseconds since the Unix epoch that a Firestore timestamp can hold. */
export const moment = v.pipe(
  milliseconds,
  v.safeInteger(),
  v.minValue(0),
  v.maxValue(LAST_MILLISECOND),
);

/** An address, in lower case. */
export const email = v.pipe(
  v.string(),
  v.trim(),
  clean,
  v.transform(normalizeEmail),
  v.email(),
  v.maxLength(320),
);

/** A role of the table. */
export function roleOf(table: Roles) {
  return v.custom<string>(
    (value) => isRole(table, value),
    `must be one of: ${table.ranking.join(', ')}`,
  );
}
