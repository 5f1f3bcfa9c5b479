/** How long an invite can be open, in days. See `MAX_INVITE_MS`. */
export declare const MAX_INVITE_DAYS = 30;
/**
 * The longest time that an invite can be open, in milliseconds. Addresses change hands: who leaves a
 * company has their mailbox read by the next one, and providers give unused addresses away again. A
 * month outlasts a holiday, and a new invite is one click.
 */
export declare const MAX_INVITE_MS: number;
/**
 * `invitedBy` of an invite from the command line: an operator has no account here, and outranks
 * everybody. No document can have this id (Firestore keeps `__…__` to itself), so nobody is it.
 */
export declare const OPERATOR = "__operator__";
/** Why an invite cannot end then; null when it can. Both in milliseconds since the Unix epoch. */
export declare function endProblem(expiresAt: number, now: number): string | null;
