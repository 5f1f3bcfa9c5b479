import type { Fault } from '../sweep/failure.js';
/** How often Cloud Tasks tries a step: with its backoff, for some four minutes. */
export declare const STEP_ATTEMPTS = 10;
/** What happened in a step. */
export interface StepFacts {
    /** How many people it came to. */
    readonly seen: number;
    readonly changed: number;
    /** What was in the way of those that it failed for. */
    readonly faults: readonly Fault[];
}
/**
 * What to do about a step in which some could not be helped.
 *
 * `go-on`: they are set aside. `again`: faults were in the way that can be expected to pass, so
 * repeat the step later. `give-up`: such faults have lasted for all those attempts and nobody could
 * be helped, or it failed for everybody that it came to; Firebase or the code is out of order then,
 * and everybody else would be set aside as well.
 *
 * @param attempt 1 for the first.
 */
export declare function judgeStep({ seen, changed, faults }: StepFacts, attempt: number): 'go-on' | 'again' | 'give-up';
