import * as v from 'valibot';
import { timestamp } from './timestamp-schema.js';
/**
 * Work on many accounts, done a step at a time by the function `runJob`. `resync` (an operator asks)
 * and `reconcile` (the schedule does) look at everybody and heal what has drifted from
 * `users/{uid}`; `bulk-set-roles` gives roles to a list of people.
 */
export const JOB_KINDS = ['resync', 'reconcile', 'bulk-set-roles'];
/** `stopped` and `failed` jobs can be resumed where they ended; a `done` one is over. */
export const JOB_STATUSES = ['running', 'stopped', 'failed', 'done'];
/** How an account, its marker and its document can disagree. A closed set. */
export const DRIFT_CODES = [
    'claims-differ',
    'claims-shape',
    'disabled-differs',
    'sessions-open',
    'marker-missing',
    'marker-behind',
    'no-document',
    'no-account',
    'not-listed',
    'expired-grant',
    'unreadable',
    'claims-refused',
];
/** The name of the function that works on jobs, which is also the name of its Cloud Tasks queue. */
export const JOB_FUNCTION = 'runJob';
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** `jobs/{jobId}`: how far a job has got. */
export const jobSchema = v.object({
    kind: v.picklist(JOB_KINDS),
    status: v.picklist(JOB_STATUSES),
    /** Number of the step that is due. Only the task with this number works; an older one is stale. */
    step: count,
    /** Where that step begins; opaque, null for the beginning. */
    cursor: v.nullable(v.string()),
    /** How many accounts the job may change a second. */
    perSecond: v.pipe(count, v.minValue(1)),
    /** How many people there are to look at: an estimate, taken at the start. */
    total: count,
    seen: count,
    /**
     * How many were changed. A step that dies is repeated and finds its own changes done, so this can
     * lag behind the truth by what one step changes for each time that happened.
     */
    changed: count,
    /** How many were set aside, under `setAside/{uid}`. */
    setAside: count,
    drift: v.record(v.picklist(DRIFT_CODES), count),
    /** Why the job failed, in a sentence; null while it has not. */
    problem: v.nullable(v.string()),
    /** Account id of who started it; null for an operator's command line and for the schedule. */
    startedBy: v.nullable(v.string()),
    createdAt: timestamp,
    updatedAt: timestamp,
    finishedAt: v.nullable(timestamp),
});
/** The job in unknown data; null when it cannot be read as one. */
export function parseJob(data) {
    const result = v.safeParse(jobSchema, data);
    return result.success ? result.output : null;
}
/** `jobs/{jobId}/setAside/{uid}`: somebody whom the job could not help, and why. */
export const setAsideSchema = v.object({
    /** A problem's or a refusal's code, or an error's. */
    code: v.string(),
    message: v.string(),
});
/** The entry in unknown data; null when it cannot be read as one. */
export function parseSetAside(data) {
    const result = v.safeParse(setAsideSchema, data);
    return result.success ? result.output : null;
}
/** What a task of the queue asks `runJob` for. */
const jobTaskSchema = v.object({
    jobId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9]+$/)),
    step: count,
});
/** The task in unknown data; null when it cannot be read as one. */
export function parseJobTask(data) {
    const result = v.safeParse(jobTaskSchema, data);
    return result.success ? result.output : null;
}
