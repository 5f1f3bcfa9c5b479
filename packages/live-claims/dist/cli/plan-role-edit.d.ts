import { type Grant, type Problem, type RoleTable, type TimestampLike } from '../core/index.js';
import type { Observation } from '../functions/sync/ports.js';
export interface RoleEdit {
    /** null takes the role away. */
    readonly role: string | null;
    readonly expiresAt: TimestampLike | null;
    /** Whether every session ends with it. */
    readonly sessions: boolean;
}
export type RoleEditPlan = 
/** The document says so already, or there is none and nothing to take away. */
{
    readonly outcome: 'already-so';
} | {
    readonly outcome: 'edit' | 'create';
}
/** Nobody would hold the top role for good any more. */
 | {
    readonly outcome: 'last-owner';
}
/** Claims could not be made of what would stand there then. */
 | {
    readonly outcome: 'cannot-apply';
    readonly problem: Problem;
};
/**
 * Decides whether an operator may make the edit, and what it takes. An operator outranks everybody,
 * so only two things stand in the way: an edit that the sync would have to reject, and one after
 * which nobody is in charge.
 *
 * @param hasOtherOwner whether somebody else holds the top role for good.
 */
export declare function planRoleEdit(roles: RoleTable, seen: Observation, edit: RoleEdit, hasOtherOwner: boolean): RoleEditPlan;
/** What a document grants; null for an unreadable one. */
export declare function grantedBy(roles: RoleTable, data: Observation['source']['data']): Grant | null;
/** Whether a document with these fields says so already. */
export declare function saysSo(data: Readonly<Record<string, unknown>>, edit: RoleEdit): boolean;
