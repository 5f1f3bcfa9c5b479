import { setGlobalOptions } from 'firebase-functions/options';
import { REGION } from './region.ts';

/**
 * How large the functions run. `maxInstances` bounds the bill of a runaway writer; at Firebase's default
 * concurrency of 80 it is far above what Firebase Auth's limit on account updates lets through.
 */
setGlobalOptions({ region: REGION, maxInstances: 10 });
