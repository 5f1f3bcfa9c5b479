import { getFunctions } from 'firebase-admin/functions';
import { defineInt } from 'firebase-functions/params';
import { app, auth, db, engine } from '../firebase/engine.ts';
import { cloudTasksQueue } from './job-queue.ts';
import type { JobsProject } from './jobs-project.ts';

/** The project that these functions run in. */
export const thisProject: JobsProject = {
  db,
  auth,
  engine,
  queue: cloudTasksQueue(getFunctions(app)),
};

/**
 * How many accounts all jobs together may change a second. Firebase Auth takes 10 account updates a
 * second per project; set more in `functions/.env` when Google has raised that for yours.
 */
export const jobsPerSecond = defineInt('JOB_ACCOUNTS_PER_SECOND', {
  default: 10,
  description: 'How many accounts a resync, reconciliation or bulk change may change a second.',
});
