/** How long an invite can be open, in days. See `MAX_INVITE_MS`. */
export const MAX_INVITE_DAYS = 30;
/**
 * The longest time that an invite can be open, in milliseconds. Addresses change hands: who leaves a
 * company has their mailbox read by the next one, and providers give unused addresses away again. A
 * month outlasts a holiday, and a new invite is one click.
 */
export const MAX_INVITE_MS = MAX_INVITE_DAYS * 86_400_000;
/**
 * `invitedBy` of an invite from the command line: an operator has no account here, and outranks
 * everybody. No document can have this id (Firestore keeps `__…__` to itself), so nobody is it.
 */
export const OPERATOR = '__operator__';
/** Why an invite cannot end then; null when it can. Both in milliseconds since the Unix epoch. */
export function endProblem(expiresAt, now) {
    if (expiresAt <= now)
        return 'expiresAt must be in the future.';
    if (expiresAt - now <= MAX_INVITE_MS)
        return null;
    return `expiresAt must be within ${MAX_INVITE_DAYS} days.`;
}
