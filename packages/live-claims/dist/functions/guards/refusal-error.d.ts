import { HttpsError } from 'firebase-functions/https';
import type { RefusalDetails } from '../../core/index.js';
/** A refusal as the error of a callable, with its details. */
export declare function refusalError(details: RefusalDetails): HttpsError;
