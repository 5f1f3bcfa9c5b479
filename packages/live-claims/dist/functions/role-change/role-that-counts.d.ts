import { type Principal, type RoleTable } from '../../core/index.js';
/** The fields of a `users/{uid}` document; undefined when there is none. */
type UserFields = Readonly<Record<string, unknown>> | undefined;
/**
 * The role of who acts: only a readable, enabled, unexpired one counts.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export declare function roleOfActor(roles: RoleTable, user: UserFields, now: number): string | null;
/** Who acts, with the end of their own role: whoever gives a role gives it until then at most. */
export declare function principalOf(roles: RoleTable, uid: string, user: UserFields, now: number): Principal;
/** The role of who is changed: what stands there counts, also while it is disabled or expired. */
export declare function roleOfTarget(user: UserFields): string | null;
export {};
