import type { Fault } from '../sweep/failure.ts';

/** How often Cloud Tasks tries a step: with its backoff, for some four minutes. */
export const STEP_ATTEMPTS = 10;

/** So many people who fail, every single one, are no coincidence. */
const EVERYBODY = 10;

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
export function judgeStep(
  { seen, changed, faults }: StepFacts,
  attempt: number,
): 'go-on' | 'again' | 'give-up' {
  const passing = faults.includes('passing');
  if (passing && attempt < STEP_ATTEMPTS) return 'again';
  const outOfOrder = passing && changed === 0 && faults.length > 1;
  const everybody = faults.length === seen && seen >= EVERYBODY;
  return outOfOrder || everybody ? 'give-up' : 'go-on';
}
