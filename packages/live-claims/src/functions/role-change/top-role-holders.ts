import type {
  DocumentReference,
  DocumentSnapshot,
  Query,
  QuerySnapshot,
} from 'firebase-admin/firestore';
import {
  holdsTopRoleForGood,
  isUid,
  parseMarker,
  type RoleTable,
  readGrant,
  topRole,
} from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';

/** Everybody whose document names the top role, for good or not. */
export function topRoleHolders(store: Store, roles: RoleTable): Query {
  return store.users.where(store.names.fields.role, '==', topRole(roles));
}

/**
 * Whether somebody other than `uid` among them holds the top role for good, and has an account to use it
 * with: the marker says that it is applied. A document for an account that nobody has is no owner.
 *
 * @param read reads the markers; by itself, unless it has to be within a transaction.
 */
export async function hasOtherTopRole(
  store: Store,
  roles: RoleTable,
  { docs }: QuerySnapshot,
  uid: string,
  read: ReadAll = (references) => store.db.getAll(...references),
): Promise<boolean> {
  const others = docs.filter(
    (person) =>
      person.id !== uid &&
      isUid(person.id) &&
      holdsTopRoleForGood(roles, readGrant(roles, store.dataOf(person) ?? {}).grant),
  );
  if (others.length === 0) return false;
  const markers = await read(others.map(({ id }) => store.marker(id)));
  return markers.some((document) => {
    const marker = parseMarker(document.data());
    return marker?.status === 'applied' && holdsTopRoleForGood(roles, marker);
  });
}

type ReadAll = (
  references: readonly DocumentReference[],
) => Promise<readonly DocumentSnapshot[]> | readonly DocumentSnapshot[];
