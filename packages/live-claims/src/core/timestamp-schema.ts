import * as v from 'valibot';
import type { Milliseconds, Seconds } from './time.ts';
import { isTimestamp, type TimestampLike } from './timestamp.ts';

/** Schema of a Firestore timestamp. */
export const timestamp = v.custom<TimestampLike>(isTimestamp, 'must be a timestamp');

/** Schema of a time, or of a span, in seconds. */
export const seconds = v.pipe(
  v.number(),
  v.transform((value): Seconds => value),
);

/** Schema of a time in milliseconds since the Unix epoch. */
export const milliseconds = v.pipe(
  v.number(),
  v.transform((value): Milliseconds => value),
);
