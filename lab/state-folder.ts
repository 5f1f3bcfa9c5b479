import path from 'node:path';

/** What runs of the lab leave beside its results: functions that were built, logs, quick results. Not kept in Git. */
export const STATE_FOLDER = path.join(import.meta.dirname, '.live-claims');
