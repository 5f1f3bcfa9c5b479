import type { GlobalOptions } from 'firebase-functions/options';
import { REGION } from './region.ts';

/**
 * Where and how large these functions run: spread into the options of each one. `setGlobalOptions` would move
 * and bound the functions of an app that imports these, too. `maxInstances` bounds the bill of a runaway
 * writer; at Firebase's default concurrency of 80 it is far above what Firebase Auth's limit on account
 * updates lets through.
 */
export const OPTIONS: GlobalOptions = { region: REGION, maxInstances: 10 };
