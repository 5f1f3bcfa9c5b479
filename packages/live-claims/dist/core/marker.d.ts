import { type Problem } from './problems.js';
import { type ClaimsVersion, type TimestampLike } from './timestamp.js';
/** How far the last edit of a person's access has got. */
export declare const MARKER_STATUSES: readonly ['applied', 'rejected', 'pending'];
export type MarkerStatus = (typeof MARKER_STATUSES)[number];
/** `userClaims/{uid}`: what the account's claims were last set to. */
export interface Marker {
    readonly claimsUpdatedAt: TimestampLike;
    readonly version: ClaimsVersion;
    /** The role that the claims carry; null for none, also while disabled, rejected or pending. */
    readonly role: string | null;
    readonly status: MarkerStatus;
    readonly problem: Problem | null;
    readonly sessionsRevokedAt: TimestampLike | null;
    readonly disabled: boolean;
    /** Whether it is Firebase Auth, not the document, that disables the account. */
    readonly disabledInAuth: boolean;
    /** Seconds over which clients may spread their refreshes; null: at once. */
    readonly refreshWithin: number | null;
    /** When the role ends, in whole seconds since the Unix epoch; null for never. */
    readonly expiresAt: number | null;
    /** The account's address in Firebase Auth, and whether it is verified. */
    readonly email: string | null;
    readonly emailVerified: boolean;
    /**
     * Version at which access was last lowered, removed, disabled, ended or deleted; 0 for never. Never goes
     * back: an invite of before it gives nothing.
     */
    readonly loweredVersion: ClaimsVersion;
}
/**
 * The marker in unknown data; null when it cannot be read as one. What a later release may have added or
 * widened is passed over, as long as it takes nothing away: an unknown status is `pending`. Read by
 * hand: every client reads it, and a library of schemas would be a third of what the client core weighs.
 */
export declare function parseMarker(data: unknown): Marker | null;
