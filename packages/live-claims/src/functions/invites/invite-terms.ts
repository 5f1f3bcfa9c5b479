const DAY_MS = 86_400_000;

/**
 * `invitedBy` of an invite from the command line: an operator has no account here, and outranks
 * everybody. No document can have this id (Firestore keeps `__…__` to itself), so nobody is it.
 */
export const OPERATOR = '__operator__';

/** Why an invite cannot end then; null when it can. Both in milliseconds since the Unix epoch. */
export function endProblem(expiresAt: number, now: number, maxDays: number): string | null {
  if (expiresAt <= now) return 'expiresAt must be in the future.';
  if (expiresAt - now <= maxDays * DAY_MS) return null;
  return `expiresAt must be within ${maxDays} days.`;
}
