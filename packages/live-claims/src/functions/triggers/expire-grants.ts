import { onSchedule } from 'firebase-functions/scheduler';
import { endExpiredGrants } from '../expiry/end-expired-grants.ts';
import { db, engine } from '../firebase/engine.ts';
import { jobsPerSecond } from '../jobs/this-project.ts';
import * as log from '../log.ts';
import { OPTIONS } from '../options.ts';
import { createPace } from '../sweep/pace.ts';

/**
 * Every five minutes, ends the grants whose time is over. Nothing waits for it but the documents and
 * the open browsers: the checks refuse an expired role by themselves.
 */
export const expireGrants = onSchedule(
  { ...OPTIONS, schedule: 'every 5 minutes', timeoutSeconds: 290, maxInstances: 1 },
  async () => {
    const report = await endExpiredGrants(
      { db, engine },
      {
        now: Date.now(),
        pace: createPace(jobsPerSecond.value()),
        onFailure: log.grantNotEnded,
      },
    );
    log.grantsEnded(report);
  },
);
