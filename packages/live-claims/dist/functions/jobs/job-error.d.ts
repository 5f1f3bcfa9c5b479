/**
 * Why a job cannot be started, stopped or resumed. A closed set; the message says what to do.
 * `no-queue`: the step could not be put into the queue, and the job stands as failed.
 */
export type JobErrorCode = 'no-such-job' | 'already-over' | 'too-many-jobs' | 'bad-rate' | 'no-queue';
export declare class JobError extends Error {
    readonly code: JobErrorCode;
    constructor(code: JobErrorCode, message: string, options?: ErrorOptions);
}
