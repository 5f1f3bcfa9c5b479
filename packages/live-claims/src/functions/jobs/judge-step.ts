import type { Fault } from '../sweep/failure.ts';

/** How often Cloud Tasks tries a step: with its backoff, for some four minutes. */
export const STEP_ATTEMPTS = 10;

/** So many people who fail, every single one, are no coincidence. */
const MIN_ALL_FAILED = 10;

/** What happened in a step. */
export interface StepFacts {
  /** How many people it came to. */
  readonly seen: number;
  readonly changed: number;
  /** What was in the way of those that it failed for. */
  readonly faults: readonly Fault[];
}

/**
 * What to do about a step with failed accounts.
 *
 * `go-on`: they are skipped. `again`: the faults are transient, so the step is repeated later.
 * `give-up`: such faults have lasted for all attempts without a success, or every account failed;
 * Firebase or the code is broken then, and all further accounts would be skipped as well.
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
  const allFailed = faults.length === seen && seen >= MIN_ALL_FAILED;
  return outOfOrder || allFailed ? 'give-up' : 'go-on';
}
