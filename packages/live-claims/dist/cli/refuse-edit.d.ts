import { type Problem } from '../core/index.js';
import type { Session } from './session.js';
/** What may stand in the way of an operator's edit of `users/{uid}`; any other outcome does not. */
export type EditOutcome = {
    readonly outcome: 'last-owner' | 'moved';
} | {
    readonly outcome: 'cannot-apply';
    readonly problem: Problem;
} | {
    readonly outcome: 'already-so' | 'edit' | 'create' | 'write';
};
/**
 * Refuses an edit that cannot be made.
 *
 * @param mend what to do where the document could not be applied.
 * @throws {AdminError} `last-owner`, `cannot-apply`, `changed-meanwhile`.
 */
export declare function refuseEdit(plan: EditOutcome, { project }: Session, uid: string, mend: string): void;
