import * as v from 'valibot';
import { timestamp } from './timestamp-schema.ts';

/**
 * Work on many accounts, done a step at a time by the function `runJob`. `reconcile` checks every account
 * and repairs what has drifted from `users/{uid}`; `bulk-set-roles` gives roles to a list of people. An `adopt` is worked
 * on by the command line instead.
 *
 * @example JOB_KINDS.includes('bulk-set-roles') // true
 */
export const JOB_KINDS = ['reconcile', 'bulk-set-roles', 'adopt'] as const;
/**
 * One of `JOB_KINDS`.
 *
 * @example const kind: JobKind = 'reconcile';
 */
export type JobKind = (typeof JOB_KINDS)[number];

/**
 * `stopped` and `failed` jobs can be resumed where they ended; a `done` one is over.
 *
 * @example JOB_STATUSES // ['running', 'stopped', 'failed', 'done']
 */
export const JOB_STATUSES = ['running', 'stopped', 'failed', 'done'] as const;
/**
 * One of `JOB_STATUSES`.
 *
 * @example const status: JobStatus = 'running';
 */
export type JobStatus = (typeof JOB_STATUSES)[number];

/**
 * How an account, its marker and its document can disagree. A closed set.
 *
 * @example DRIFT_CODES.includes('claims-differ') // true
 */
export const DRIFT_CODES = [
  'claims-differ',
  'claims-shape',
  'disabled-differs',
  'sessions-open',
  'marker-missing',
  'marker-behind',
  'no-document',
  'no-account',
  'no-membership',
  'membership-not-copied',
  'not-listed',
  'expired-grant',
  'unreadable',
  'claims-refused',
] as const;
/**
 * One of `DRIFT_CODES`.
 *
 * @example const code: DriftCode = 'marker-behind';
 */
export type DriftCode = (typeof DRIFT_CODES)[number];

/**
 * How many accounts drifted in each way; an absent code stands for none.
 *
 * @example const drift: DriftCounts = { 'claims-differ': 2 };
 */
export type DriftCounts = Partial<Record<DriftCode, number>>;

/**
 * The name of the function that works on jobs, which is also the name of its Cloud Tasks queue.
 *
 * @example getFunctions(app).taskQueue(`locations/${region}/functions/${JOB_FUNCTION}`)
 */
export const JOB_FUNCTION = 'runJob';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/**
 * `jobs/{jobId}`: how far a job has got.
 *
 * @example v.safeParse(jobSchema, snapshot.data()).success
 */
export const jobSchema = v.object({
  kind: v.picklist(JOB_KINDS),
  status: v.picklist(JOB_STATUSES),
  /** Number of the step that is due. Only the task with this number works; an older one is stale. */
  step: count,
  /** Where that step begins; opaque, null for the beginning. */
  cursor: v.nullable(v.string()),
  /** How many accounts the job may change a second. */
  perSecond: v.pipe(count, v.minValue(1)),
  /** How many accounts there are to check: an estimate, made at the start. */
  total: count,
  seen: count,
  /**
   * How many were changed. A step that crashes is repeated and finds its own changes done, so this can be
   * too low by the changes of one step for each crash.
   */
  changed: count,
  /** How many accounts were skipped, listed under `skipped/{uid}`. */
  skipped: count,
  drift: v.record(v.picklist(DRIFT_CODES), count),
  /** Why the job failed, in a sentence; null while it has not. */
  problem: v.nullable(v.string()),
  /** Why its changes are made, for their audit entries; null for none. */
  reason: v.optional(v.nullable(v.string()), null),
  /** Account id of the person who started it; null for the command line and the schedule. */
  startedBy: v.nullable(v.string()),
  /** The id of the job whose changes this one undoes; null for none. */
  undoes: v.optional(v.nullable(v.string()), null),
  /** The id of the job whose failures this one tries again; null for none. */
  retries: v.optional(v.nullable(v.string()), null),
  createdAt: timestamp,
  updatedAt: timestamp,
  finishedAt: v.nullable(timestamp),
});
/**
 * A job as `parseJob` reads it.
 *
 * @example const progress = ({ seen, total }: Job) => `${seen} of about ${total}`;
 */
export type Job = v.InferOutput<typeof jobSchema>;

/**
 * The job in unknown data; null when it cannot be read as one.
 *
 * @example parseJob(snapshot.data())?.status // 'running'
 */
export function parseJob(data: unknown): Job | null {
  const { setAside, ...fields } = (data ?? {}) as Record<string, unknown>;
  // Jobs of earlier releases have the count of skipped accounts in `setAside`, and one that an operator started is a `resync`.
  const result = v.safeParse(jobSchema, {
    ...(setAside !== undefined && { skipped: setAside }),
    ...fields,
    ...(fields.kind === 'resync' && { kind: 'reconcile' }),
  });
  return result.success ? result.output : null;
}

/**
 * `jobs/{jobId}/skipped/{uid}`: an account that the job skipped, and why.
 *
 * @example v.parse(skippedAccountSchema, { code: 'no-account', message: 'There is no account.' })
 */
export const skippedAccountSchema = v.object({
  /** A problem's or a refusal's code, or an error's. */
  code: v.string(),
  message: v.string(),
  /** Name and address of the user when the job began; null where they are not known. */
  name: v.nullish(v.string()),
  email: v.nullish(v.string()),
});
/**
 * Why a job skipped an account.
 *
 * @example const line = ({ code, message }: SkippedAccount) => `${code}: ${message}`;
 */
export type SkippedAccount = v.InferOutput<typeof skippedAccountSchema>;

/**
 * The entry in unknown data; null when it cannot be read as one.
 *
 * @example const skipped = snapshot.docs.flatMap((doc) => parseSkippedAccount(doc.data()) ?? []);
 */
export function parseSkippedAccount(data: unknown): SkippedAccount | null {
  const result = v.safeParse(skippedAccountSchema, data);
  return result.success ? result.output : null;
}

/** The request of `runJob`, as a task of the queue carries it. */
const jobTaskSchema = v.object({
  jobId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9]+$/)),
  step: count,
});
/**
 * A task of the queue.
 *
 * @example const task: JobTask = { jobId: 'x1', step: 0 };
 */
export type JobTask = v.InferOutput<typeof jobTaskSchema>;

/**
 * The task in unknown data; null when it cannot be read as one.
 *
 * @example parseJobTask({ jobId: '../x', step: 0 }) // null
 */
export function parseJobTask(data: unknown): JobTask | null {
  const result = v.safeParse(jobTaskSchema, data);
  return result.success ? result.output : null;
}

/**
 * The task by which a deployment asks `runJob` for a reconciliation: what a function kit names as its action
 * after a deployment.
 *
 * @example afterFirstDeploy({ task: { function: 'runJob', body: { data: RECONCILE_TASK } } });
 */
export const RECONCILE_TASK = { start: 'reconcile' } as const;

/**
 * Whether a task of the queue asks for a reconciliation.
 *
 * @example isReconcileTask({ start: 'reconcile' }) // true
 */
export function isReconcileTask(data: unknown): boolean {
  return (data as Partial<typeof RECONCILE_TASK> | null)?.start === RECONCILE_TASK.start;
}
