import { type Grant } from '../core/index.js';
import { type SyncOutcome } from '../functions/sync/sync-user.js';
import type { FoundPerson } from './find-person.js';
import { type RoleEdit } from './plan-role-edit.js';
import type { Session } from './session.js';
export interface RoleEditOrder {
    readonly edit: RoleEdit;
    readonly reason: string | null;
    readonly yes: boolean;
}
/** What came of it. */
export interface EditedRole {
    /** Whether the role was written. */
    readonly written: boolean;
    /** What the document granted before; null for an unreadable one. */
    readonly before: Grant | null;
    /** Whether the document disables the person, whatever their role. */
    readonly disabled: boolean;
    readonly sync: SyncOutcome;
}
/**
 * Changes a person's role and applies it at once: when this resolves, new tokens carry it and the
 * marker is out. The document comes first, so after a crash the trigger finishes, or a second run.
 *
 * @throws {AdminError} before anything is written: `last-owner`, `cannot-apply`, `not-confirmed`,
 *   `changed-meanwhile`, `interrupted`.
 */
export declare function editRole(session: Session, person: FoundPerson, order: RoleEditOrder): Promise<EditedRole>;
