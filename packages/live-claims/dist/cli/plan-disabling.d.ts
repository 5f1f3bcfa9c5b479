import { type Problem, type RoleTable } from '../core/index.js';
import type { Source } from '../functions/sync/ports.js';
export type DisablingPlan = {
    readonly outcome: 'already-so';
} | {
    readonly outcome: 'write';
}
/** Nobody would hold the top role for good any more. */
 | {
    readonly outcome: 'last-owner';
}
/** What stands there could not be applied once the account is enabled. */
 | {
    readonly outcome: 'cannot-apply';
    readonly problem: Problem;
};
export interface Disabling {
    readonly disabled: boolean;
    /** Whether every session ends with it. */
    readonly sessions: boolean;
}
/**
 * Decides whether an operator may disable or enable somebody, and what it takes.
 *
 * @param hasOtherOwner whether somebody else holds the top role for good.
 */
export declare function planDisabling(roles: RoleTable, data: Source['data'], { disabled, sessions }: Disabling, hasOtherOwner: boolean): DisablingPlan;
