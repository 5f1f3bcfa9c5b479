import {
  COLLECTIONS,
  holdsTopRoleForGood,
  type RoleTable,
  readGrant,
  topRole,
} from '@live-claims/contract';
import type { Firestore, Query, QuerySnapshot } from 'firebase-admin/firestore';

/** Everybody whose document names the top role, for good or not. */
export function topRoleHolders(db: Firestore, roles: RoleTable): Query {
  return db.collection(COLLECTIONS.users).where('role', '==', topRole(roles));
}

/** Whether somebody other than `uid` among them holds the top role for good. */
export function hasOtherTopRole(roles: RoleTable, { docs }: QuerySnapshot, uid: string): boolean {
  return docs.some(
    (person) =>
      person.id !== uid && holdsTopRoleForGood(roles, readGrant(roles, person.data()).grant),
  );
}
