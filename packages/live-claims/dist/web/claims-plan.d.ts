import { type Roles } from '../core/index.js';
import { type AccountState } from './claims-state.js';
import type { RevokedReason } from './errors.js';
/** What a state permits at one moment. */
export interface EffectiveAccess {
    /** Role that counts; null for none. */
    readonly role: string | null;
    readonly permissions: readonly string[];
    /** Only the top role gets in at the moment, and this is not it. */
    readonly lockedDown: boolean;
    /** Sign-ins before it are refused: whole seconds since the Unix epoch; null for none. */
    readonly minimumAuthTime: number | null;
}
/** What a state calls for. The session carries it out. */
export interface Plan {
    /** End the session for this reason. */
    readonly revoke: RevokedReason | null;
    readonly refresh: boolean;
    /** Ask the server to recompute the claims, once per key; null: there is no need. */
    readonly sync: string | null;
    /** Whether the server's word has to come by another way than the listener. */
    readonly polling: boolean;
    /** When time alone changes something next, in milliseconds since the Unix epoch; null for never. */
    readonly nextAt: number | null;
}
/** @param now in milliseconds since the Unix epoch. */
export declare function planFor(state: AccountState, table: Roles, now: number): Plan;
/**
 * Role and permissions that count. The token's, since that is what the rules read. But of a token
 * that is known to be out of date, or says something else, only what the marker grants as well, from
 * the moment the marker arrives and for however long it lasts: nothing is offered that either side
 * would refuse. A role without a version was put there by other code and counts nowhere.
 * In a lockdown nothing is, but to the top role.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export declare function effectiveAccess(state: AccountState, table: Roles, now: number): EffectiveAccess;
/** The minimum sign-in time, in whole seconds since the Unix epoch; null for none. */
export declare function minimumOf({ settings }: AccountState): number | null;
