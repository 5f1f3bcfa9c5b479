import type { RoleTable } from '../../core/index.js';
import { type SyncEngine, type SyncOutcome } from '../sync/sync-user.js';
import type { ChangeOutcome, PersonChange } from './change-person.js';
/** Commits a change to `users/{uid}`, or says why not. `changePerson` on a database is one. */
export type CommitChange = (roles: RoleTable, change: PersonChange) => Promise<ChangeOutcome>;
type Committed = Extract<ChangeOutcome, {
    readonly outcome: 'written' | 'already-so';
}>;
/** What came of a change, and of its sync where one was due. */
export type ApplyResult = (Committed & {
    readonly sync: SyncOutcome;
}) | Exclude<ChangeOutcome, Committed>;
/**
 * Changes a person's access and applies it at once, rather than wait for the trigger: when this
 * resolves, new tokens carry it and the marker is out.
 */
export declare function applyChange(engine: SyncEngine, commit: CommitChange, change: PersonChange): Promise<ApplyResult>;
export {};
