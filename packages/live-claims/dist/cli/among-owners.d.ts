import type { QuerySnapshot } from 'firebase-admin/firestore';
import type { RoleTable } from '../core/index.js';
/**
 * Makes a plan that may depend on whether somebody else than `uid` holds the top role for good. Looks
 * for them only where it matters.
 */
export declare function planAmongOwners<Plan extends {
    readonly outcome: string;
}>(roles: RoleTable, uid: string, holders: () => Promise<QuerySnapshot>, plan: (hasOtherOwner: boolean) => Plan): Promise<Plan>;
