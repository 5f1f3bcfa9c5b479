import { type Job, parseJob } from '../core/index.ts';
import type { Store } from '../functions/firebase/store.ts';
import { AdminError } from './admin-error.ts';

/** A step takes five seconds, and is repeated within half a minute when it fails. */
const QUIET_MS = 60_000;

/** How often to look whether the job has gone quiet. */
const LOOK_EVERY_MS = 10_000;

/**
 * Follows a job until it does not run any more.
 *
 * @param onJob hears every state, and whether nothing has moved for a minute.
 * @returns the job's last state; null when `signal` ended the following. The job goes on then.
 * @throws {AdminError} `no-such-job`.
 */
export async function followJob(
  store: Store,
  jobId: string,
  signal: AbortSignal,
  onJob: (job: Job, quiet: boolean) => void,
): Promise<Job | null> {
  const { promise, resolve, reject } = Promise.withResolvers<Job | null>();
  let job: Job | null = null;
  let heard = performance.now();
  const tell = () => job !== null && onJob(job, performance.now() - heard > QUIET_MS);
  const unsubscribe = store.job(jobId).onSnapshot((snapshot) => {
    job = parseJob(snapshot.data());
    heard = performance.now();
    tell();
    if (job === null) reject(noSuchJob(jobId));
    else if (job.status !== 'running') resolve(job);
  }, reject);
  const timer = setInterval(tell, LOOK_EVERY_MS);
  const leave = () => resolve(null);
  signal.addEventListener('abort', leave);
  if (signal.aborted) leave();
  try {
    return await promise;
  } finally {
    clearInterval(timer);
    unsubscribe();
    signal.removeEventListener('abort', leave);
  }
}

function noSuchJob(jobId: string): AdminError {
  return new AdminError('no-such-job', `There is no job "${jobId}".`, {
    next: 'Jobs stand in the collection "jobs". `resync` starts one and says its id.',
  });
}
