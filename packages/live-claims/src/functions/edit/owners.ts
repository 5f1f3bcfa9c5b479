import {
  holdsTopRoleForGood,
  isUid,
  parseMarker,
  type RoleTable,
  readGrant,
  topRole,
} from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import type { Commit } from '../firebase/verified-commit.ts';

/**
 * Whether a person other than `uid` holds the top role for good, and has an account to use it with: the
 * marker says that it is applied. A document for an account that nobody has is no owner.
 */
export async function hasOtherOwner(
  store: Store,
  roles: RoleTable,
  commit: Pick<Commit, 'get' | 'getAll'>,
  uid: string,
): Promise<boolean> {
  const { docs } = await commit.get(
    store.users.where(store.names.fields.role, '==', topRole(roles)),
  );
  const others = docs.filter(
    (person) =>
      person.id !== uid &&
      isUid(person.id) &&
      holdsTopRoleForGood(roles, readGrant(roles, store.dataOf(person) ?? {}).grant),
  );
  if (others.length === 0) return false;
  const markers = await commit.getAll(...others.map(({ id }) => store.marker(id)));
  return markers.some((document) => {
    const marker = parseMarker(document.data());
    return marker?.status === 'applied' && holdsTopRoleForGood(roles, marker);
  });
}
