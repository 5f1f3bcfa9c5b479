import type { DocumentReference, DocumentSnapshot, Firestore, Query, QuerySnapshot } from 'firebase-admin/firestore';
import { type RoleTable } from '../../core/index.js';
/** Everybody whose document names the top role, for good or not. */
export declare function topRoleHolders(db: Firestore, roles: RoleTable): Query;
/**
 * Whether somebody other than `uid` among them holds the top role for good, and has an account to use it
 * with: the marker says that it is applied. A document for an account that nobody has is no owner.
 *
 * @param read reads the markers; by itself, unless it has to be within a transaction.
 */
export declare function hasOtherTopRole(roles: RoleTable, { docs }: QuerySnapshot, uid: string, read?: ReadAll): Promise<boolean>;
type ReadAll = (references: readonly DocumentReference[]) => Promise<readonly DocumentSnapshot[]> | readonly DocumentSnapshot[];
export {};
