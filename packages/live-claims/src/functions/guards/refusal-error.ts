import { HttpsError } from 'firebase-functions/https';
import type { RefusalDetails } from '../../core/index.ts';
import { callableCode, refusalSentence } from './refusal.ts';

/** A refusal as the error of a callable, with its details. */
export function refusalError(details: RefusalDetails): HttpsError {
  return new HttpsError(callableCode(details), refusalSentence(details), details);
}
