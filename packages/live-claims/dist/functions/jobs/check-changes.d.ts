import { type BulkProblem, type RoleTable, type SetUserRoleRequest } from '../../core/index.js';
/** The fields of a `users/{uid}` document; null when there is none. */
type UserFields = Readonly<Record<string, unknown>> | null;
/**
 * Everything that stands against the changes as far as can be seen before the first is made: by the
 * same rules that each change is checked by again at its moment, but for the last owner, which
 * depends on what the others become.
 *
 * @param users the documents of the people in `changes`, in their order.
 * @param now in milliseconds since the Unix epoch.
 */
export declare function checkChanges(roles: RoleTable, actor: {
    readonly uid: string;
    readonly user: UserFields;
}, changes: readonly SetUserRoleRequest[], users: readonly UserFields[], now: number): readonly BulkProblem[];
export {};
