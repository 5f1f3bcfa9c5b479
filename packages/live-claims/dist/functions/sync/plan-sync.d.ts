import { type CustomClaims, type ReadGrant, type RoleTable } from '../../core/index.js';
import type { MarkerState, Observation, Source } from './ports.js';
/** What to change on an account; an absent field stays as it is. */
export interface AccountChange {
    readonly claims?: CustomClaims;
    readonly disabled?: boolean;
    readonly endSessions?: true;
}
/** What one observation calls for. Two nulls: everything is as it should be. */
export interface SyncPlan {
    /** What to change on the account; null to leave it alone. */
    readonly account: AccountChange | null;
    /** What the marker has to say afterwards; null when it says so already. */
    readonly marker: MarkerState | null;
}
/**
 * Decides what makes claims and marker agree with `users/{uid}`. A pure function of what was seen:
 * no clock, no event, no memory of earlier runs.
 *
 * What cannot be read, or does not fit into the claims, grants nothing: the claims lose their role and
 * the marker says why. An expired grant stays in the claims, with its end in `rx`, which every check
 * honours; so that the claims depend on the document alone.
 */
export declare function planSync(roles: RoleTable, found: Observation): SyncPlan;
/** Whether the plan changes nothing. */
export declare function isSettled(plan: SyncPlan): boolean;
/** The version of the account's claims; 0 when there is none, or none that can be believed. */
export declare function claimsVersion({ account, now }: Pick<Observation, 'account' | 'now'>): number;
/** What a revision grants; nothing when it cannot be read. */
export declare function readSource(roles: RoleTable, { data, version }: Source): ReadGrant;
