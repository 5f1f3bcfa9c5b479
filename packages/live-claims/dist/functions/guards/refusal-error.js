import { HttpsError } from 'firebase-functions/https';
import { callableCode, refusalSentence } from './refusal.js';
/** A refusal as the error of a callable, with its details. */
export function refusalError(details) {
    return new HttpsError(callableCode(details), refusalSentence(details), details);
}
