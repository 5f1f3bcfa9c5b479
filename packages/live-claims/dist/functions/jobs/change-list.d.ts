import type { Firestore, Transaction } from 'firebase-admin/firestore';
import { type SetUserRoleRequest } from '../../core/index.js';
/** Stores the changes of a job in the commit that creates it. */
export declare function addChanges(db: Firestore, transaction: Transaction, jobId: string, changes: readonly SetUserRoleRequest[]): void;
/**
 * Up to `limit` of a job's changes from the `first`-th on; fewer where a document ends, null where there is
 * none, or none that can be read.
 */
export declare function readChanges(db: Firestore, jobId: string, first: number, limit: number): Promise<readonly SetUserRoleRequest[] | null>;
