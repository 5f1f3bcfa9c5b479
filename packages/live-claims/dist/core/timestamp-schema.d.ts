import * as v from 'valibot';
import { type TimestampLike } from './timestamp.js';
/** Schema of a Firestore timestamp. */
export declare const timestamp: v.CustomSchema<TimestampLike, v.ErrorMessage<v.CustomIssue> | undefined>;
