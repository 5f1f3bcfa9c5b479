import * as v from 'valibot';
/**
 * Work on many accounts, done a step at a time by the function `runJob`. `resync` (an operator asks)
 * and `reconcile` (the schedule does) look at everybody and heal what has drifted from
 * `users/{uid}`; `bulk-set-roles` gives roles to a list of people.
 */
export declare const JOB_KINDS: readonly ['resync', 'reconcile', 'bulk-set-roles'];
export type JobKind = (typeof JOB_KINDS)[number];
/** `stopped` and `failed` jobs can be resumed where they ended; a `done` one is over. */
export declare const JOB_STATUSES: readonly ['running', 'stopped', 'failed', 'done'];
export type JobStatus = (typeof JOB_STATUSES)[number];
/** How an account, its marker and its document can disagree. A closed set. */
export declare const DRIFT_CODES: readonly ['claims-differ', 'claims-shape', 'disabled-differs', 'sessions-open', 'marker-missing', 'marker-behind', 'no-document', 'no-account', 'not-listed', 'expired-grant', 'unreadable', 'claims-refused'];
export type DriftCode = (typeof DRIFT_CODES)[number];
/** How many people drifted in each way; an absent code stands for nobody. */
export type DriftCounts = Partial<Record<DriftCode, number>>;
/** The name of the function that works on jobs, which is also the name of its Cloud Tasks queue. */
export declare const JOB_FUNCTION = "runJob";
/** `jobs/{jobId}`: how far a job has got. */
export declare const jobSchema: v.ObjectSchema<{
    readonly kind: v.PicklistSchema<readonly ["resync", "reconcile", "bulk-set-roles"], undefined>;
    readonly status: v.PicklistSchema<readonly ["running", "stopped", "failed", "done"], undefined>;
    /** Number of the step that is due. Only the task with this number works; an older one is stale. */
    readonly step: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.SafeIntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
    /** Where that step begins; opaque, null for the beginning. */
    readonly cursor: v.NullableSchema<v.StringSchema<undefined>, undefined>;
    /** How many accounts the job may change a second. */
    readonly perSecond: v.SchemaWithPipe<readonly [v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.SafeIntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>, v.MinValueAction<number, 1, undefined>]>;
    /** How many people there are to look at: an estimate, taken at the start. */
    readonly total: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.SafeIntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
    readonly seen: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.SafeIntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
    /**
     * How many were changed. A step that dies is repeated and finds its own changes done, so this can
     * lag behind the truth by what one step changes for each time that happened.
     */
    readonly changed: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.SafeIntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
    /** How many were set aside, under `setAside/{uid}`. */
    readonly setAside: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.SafeIntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
    readonly drift: v.RecordSchema<v.PicklistSchema<readonly ["claims-differ", "claims-shape", "disabled-differs", "sessions-open", "marker-missing", "marker-behind", "no-document", "no-account", "not-listed", "expired-grant", "unreadable", "claims-refused"], undefined>, v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.SafeIntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>, undefined>;
    /** Why the job failed, in a sentence; null while it has not. */
    readonly problem: v.NullableSchema<v.StringSchema<undefined>, undefined>;
    /** Account id of who started it; null for an operator's command line and for the schedule. */
    readonly startedBy: v.NullableSchema<v.StringSchema<undefined>, undefined>;
    readonly createdAt: v.CustomSchema<import("./timestamp.js").TimestampLike, v.ErrorMessage<v.CustomIssue> | undefined>;
    readonly updatedAt: v.CustomSchema<import("./timestamp.js").TimestampLike, v.ErrorMessage<v.CustomIssue> | undefined>;
    readonly finishedAt: v.NullableSchema<v.CustomSchema<import("./timestamp.js").TimestampLike, v.ErrorMessage<v.CustomIssue> | undefined>, undefined>;
}, undefined>;
export type Job = v.InferOutput<typeof jobSchema>;
/** The job in unknown data; null when it cannot be read as one. */
export declare function parseJob(data: unknown): Job | null;
/** `jobs/{jobId}/setAside/{uid}`: somebody whom the job could not help, and why. */
export declare const setAsideSchema: v.ObjectSchema<{
    /** A problem's or a refusal's code, or an error's. */
    readonly code: v.StringSchema<undefined>;
    readonly message: v.StringSchema<undefined>;
}, undefined>;
export type SetAside = v.InferOutput<typeof setAsideSchema>;
/** The entry in unknown data; null when it cannot be read as one. */
export declare function parseSetAside(data: unknown): SetAside | null;
/** What a task of the queue asks `runJob` for. */
declare const jobTaskSchema: v.ObjectSchema<{
    readonly jobId: v.SchemaWithPipe<readonly [v.StringSchema<undefined>, v.RegexAction<string, undefined>]>;
    readonly step: v.SchemaWithPipe<readonly [v.NumberSchema<undefined>, v.SafeIntegerAction<number, undefined>, v.MinValueAction<number, 0, undefined>]>;
}, undefined>;
export type JobTask = v.InferOutput<typeof jobTaskSchema>;
/** The task in unknown data; null when it cannot be read as one. */
export declare function parseJobTask(data: unknown): JobTask | null;
export {};
