import * as v from 'valibot';
import { isTimestamp, type TimestampLike } from './timestamp.ts';

/** Schema of a Firestore timestamp. */
export const timestamp = v.custom<TimestampLike>(isTimestamp, 'must be a timestamp');
