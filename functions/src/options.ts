import { setGlobalOptions } from 'firebase-functions';

/**
 * Where and how large the functions run. Keep them beside the database: every step of a sync is a
 * round trip to it. `maxInstances` bounds the bill of a runaway writer; at Firebase's default
 * concurrency of 80 it is far above what Firebase Auth's limit on account updates lets through.
 */
setGlobalOptions({ region: 'us-central1', maxInstances: 10 });
