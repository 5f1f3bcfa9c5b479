import * as v from 'valibot';
import { isTimestamp } from './timestamp.js';
/** Schema of a Firestore timestamp. */
export const timestamp = v.custom(isTimestamp, 'must be a timestamp');
