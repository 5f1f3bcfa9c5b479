import type { Grant } from './grant.js';
import { type RoleTable } from './roles.js';
/** Why a role change is refused. A closed set. */
export type GrantRefusal = 'not-allowed' | 'own-role' | 'rank-too-low' | 'beyond-own-end' | 'last-owner';
/** A person in a role change, as `users/{uid}` says at this moment. */
export interface Principal {
    readonly uid: string;
    /** Their role now; null for none, an expired or an unreadable one, or a disabled person. */
    readonly role: string | null;
    /** When that role ends, in whole seconds since the Unix epoch; null or absent for never. */
    readonly expiresAt?: number | null;
}
export interface RoleChange {
    readonly actor: Principal;
    readonly target: Principal;
    /** The role that the target is to have; null takes it away. */
    readonly role: string | null;
    /** When it is to end, in whole seconds since the Unix epoch; null or absent for never. */
    readonly expiresAt?: number | null;
}
/**
 * Decides whether the actor may make the change; null when they may.
 *
 * Nobody changes their own role. Nobody changes someone at or above their own rank, nor grants a
 * rank at or above it, except that the top role may change everyone else. Whoever holds their role for a
 * time grants for that time at most: else an accomplice would give it back to them for good. Whether
 * somebody keeps the top role needs the database: see `holdsTopRoleForGood`.
 */
export declare function refuseRoleChange(table: RoleTable, change: RoleChange): GrantRefusal | null;
/**
 * Whether a grant is the top role without an end. The last of these must stay one: whoever holds the
 * top role for a time may change the others, and would leave nobody when their time is over.
 */
export declare function holdsTopRoleForGood(table: RoleTable, grant: Pick<Grant, 'role' | 'expiresAt'> | null): boolean;
/**
 * The roles that the actor may give to the target, by rank, until the actor's own end where there is one;
 * empty when they may change nothing.
 */
export declare function grantableRoles<Role extends string>(table: RoleTable<Role>, actor: Principal, target: Principal): readonly Role[];
