import { type RoleTable, readGrant, userPath } from '@live-claims/contract';
import { FieldValue, type Firestore } from 'firebase-admin/firestore';

/**
 * Takes a role whose time is over out of `users/{uid}`, unless it has been renewed or replaced since.
 * The claims need a sync afterwards.
 *
 * @param changeId stored with the revision, as for every write of our own.
 * @param now in milliseconds since the Unix epoch.
 * @returns whether it wrote.
 */
export function endExpiredGrant(
  db: Firestore,
  roles: RoleTable,
  { uid, changeId, now }: { readonly uid: string; readonly changeId: string; readonly now: number },
): Promise<boolean> {
  const person = db.doc(userPath(uid));
  return db.runTransaction(async (transaction) => {
    const { grant } = readGrant(roles, (await transaction.get(person)).data() ?? {});
    if (grant === null || grant.expiresAt === null || grant.expiresAt * 1000 > now) return false;
    transaction.update(person, {
      role: null,
      roleExpiresAt: null,
      updatedAt: FieldValue.serverTimestamp(),
      updatedBy: null,
      changeId,
    });
    return true;
  });
}
