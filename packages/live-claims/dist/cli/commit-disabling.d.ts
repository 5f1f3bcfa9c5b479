import { type Firestore } from 'firebase-admin/firestore';
import { type RoleTable } from '../core/index.js';
import type { Source } from '../functions/sync/ports.js';
import { type Profile } from './commit-role-edit.js';
import { type Disabling, type DisablingPlan } from './plan-disabling.js';
export interface DisablingCommit {
    readonly uid: string;
    readonly edit: Disabling;
    readonly profile: Profile;
    /** Unique id of this edit: tells the trigger that its writer applies it, and names the audit entry. */
    readonly changeId: string;
    /** Why, for the audit log. */
    readonly reason: string | null;
}
/** The plan by what stands there now. Writes nothing. */
export declare function previewDisabling(db: Firestore, roles: RoleTable, seen: Source, { uid, edit }: Pick<DisablingCommit, 'uid' | 'edit'>): Promise<DisablingPlan>;
/**
 * Writes the edit to `users/{uid}`, and makes the document where there is none, if that is still the
 * revision that was seen and the plan is still to write.
 *
 * @returns the plan that was carried out, or `moved` when somebody else has changed the document.
 */
export declare function commitDisabling(db: Firestore, roles: RoleTable, seen: Source, { uid, edit, profile, changeId, reason }: DisablingCommit): Promise<DisablingPlan | {
    readonly outcome: 'moved';
}>;
