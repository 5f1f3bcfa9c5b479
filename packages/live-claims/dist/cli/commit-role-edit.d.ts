import { type Firestore } from 'firebase-admin/firestore';
import { type RoleTable } from '../core/index.js';
import type { Observation, Source } from '../functions/sync/ports.js';
import { type RoleEdit, type RoleEditPlan } from './plan-role-edit.js';
/** What a new document says about its person. */
export interface Profile {
    readonly email: string | null;
    readonly displayName: string | null;
    readonly photoURL: string | null;
}
export interface RoleEditCommit {
    readonly uid: string;
    readonly edit: RoleEdit;
    readonly profile: Profile;
    /** Unique id of this edit: tells the trigger that its writer applies it, and names the audit entry. */
    readonly changeId: string;
    /** Why, for the audit log. */
    readonly reason: string | null;
}
/** The plan for an edit, by what stands there now. Writes nothing. */
export declare function previewRoleEdit(db: Firestore, roles: RoleTable, seen: Observation, { uid, edit }: Pick<RoleEditCommit, 'uid' | 'edit'>): Promise<RoleEditPlan>;
/**
 * Writes the edit to `users/{uid}`, if that is still the revision that was seen and the plan is
 * still to write. One transaction: of two operators who take each other's role at the same time,
 * the second one finds that they may not.
 *
 * @returns the plan that was carried out, or `moved` when somebody else has changed the document.
 */
export declare function commitRoleEdit(db: Firestore, roles: RoleTable, seen: Observation, { uid, edit, profile, changeId, reason }: RoleEditCommit): Promise<RoleEditPlan | {
    readonly outcome: 'moved';
}>;
/** The addresses that a person is invited by: the document's and Firebase Auth's. */
export declare function addressesOf(data: Source['data'], { email }: Profile): readonly string[];
