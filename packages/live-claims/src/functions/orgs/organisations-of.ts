import { isOrgId, isUid } from '../../core/index.ts';
import type { Store, UserData } from '../firebase/store.ts';
import { entriesIn } from './membership-entry.ts';

/** google.rpc.Code */
const FAILED_PRECONDITION = 9;

/** The organisations in which an account may be a member. */
export interface OrganisationsOf {
  /** Each an `isOrgId`. */
  readonly orgIds: readonly string[];
  /** Whether the query ran: false where its index is missing, and only what was copied is found. */
  readonly isIndexed: boolean;
}

/**
 * The organisations in which an account may be a member: those that stand in `users/{uid}.orgs`, and those whose membership
 * names it in its field `uid`, which may not have been copied yet. Costs a read for each that the query finds, at least
 * one; it needs an index of the collection group, which `init` adds. A document without a role is no membership.
 *
 * @param user the fields of `users/{uid}` under the default names.
 * @throws whatever Firestore rejects with, but for a missing index.
 */
export async function organisationsOf(
  store: Store,
  uid: string,
  user: UserData | null,
): Promise<OrganisationsOf> {
  if (!isUid(uid)) return { orgIds: [], isIndexed: true };
  const { orgs, members } = store.names.collections;
  const found = new Set(Object.keys(entriesIn(user)).filter(isOrgId));
  try {
    const { docs } = await store.db
      .collectionGroup(members)
      .where('uid', '==', uid)
      .orderBy(store.names.fields.role)
      .get();
    for (const { ref, id } of docs) {
      const org = ref.parent.parent;
      // Other collections can have the same name.
      if (id === uid && org?.parent.path === orgs && isOrgId(org.id)) found.add(org.id);
    }
    return { orgIds: [...found], isIndexed: true };
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== FAILED_PRECONDITION) throw error;
    return { orgIds: [...found], isIndexed: false };
  }
}
