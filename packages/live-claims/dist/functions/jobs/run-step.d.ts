import { type JobTask } from '../../core/index.js';
import type { JobsProject } from '../project.js';
import type { Finding } from '../sweep/sweep-page.js';
import { type Tally } from '../sweep/tally.js';
/** What became of a step. */
export type StepOutcome = {
    readonly outcome: 'stale';
} | {
    readonly outcome: 'advanced' | 'done' | 'failed';
    readonly tally: Tally;
};
/** Passing faults were in the step's way; to be tried again later. */
export declare class StepInterrupted extends Error {
    constructor(task: JobTask, findings: readonly Finding[]);
}
/**
 * Works on one step of a job, writes down how far it came and puts the next step into the queue.
 *
 * May be run any number of times, and may die anywhere: the work finds its own changes done, and the
 * job moves on from step to step in a transaction, so that of two runs of one step only the first is
 * counted. A task of an earlier step sees to it that the current one is in the queue, for the case
 * that its run died between the two.
 *
 * @param attempt 1 for the first.
 * @throws {StepInterrupted} and whatever Firebase rejects with, to be repeated; on the last attempt
 *   the job is marked as failed instead.
 */
export declare function runStep(project: JobsProject, task: JobTask, attempt: number): Promise<StepOutcome>;
