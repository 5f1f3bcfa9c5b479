import {
  type GrantRefusal,
  holdsTopRoleForGood,
  type RoleTable,
  readGrant,
  refuseRoleChange,
  type SetUserRoleRequest,
  userPath,
} from '@live-claims/contract';
import {
  type DocumentSnapshot,
  FieldValue,
  type Firestore,
  Timestamp,
} from 'firebase-admin/firestore';
import { roleOfActor, roleOfTarget } from './role-that-counts.ts';
import { hasOtherTopRole, topRoleHolders } from './top-role-holders.ts';

/** What came of asking for a role change. */
export type RoleChangeOutcome =
  | { readonly outcome: 'written' | 'already-so' }
  | { readonly outcome: 'refused'; readonly reason: GrantRefusal }
  | { readonly outcome: 'no-such-person' };

export interface RoleChangeInput extends SetUserRoleRequest {
  /** Account id of who asks. */
  readonly actor: string;
  /** Id of this change, unique; stored with the revision. */
  readonly changeId: string;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: number;
}

/**
 * Writes a new role to `users/{uid}`, if the actor's role in `users/{actor}` allows it at the moment
 * of the commit. One transaction: of two people who take each other's role at the same time, the
 * second one finds that they may no longer.
 */
export function changeRole(
  db: Firestore,
  roles: RoleTable,
  input: RoleChangeInput,
): Promise<RoleChangeOutcome> {
  const target = db.doc(userPath(input.uid));
  return db.runTransaction(async (transaction): Promise<RoleChangeOutcome> => {
    const [actorDoc, targetDoc] = (await transaction.getAll(
      db.doc(userPath(input.actor)),
      target,
    )) as [DocumentSnapshot, DocumentSnapshot];

    const change = {
      actor: { uid: input.actor, role: roleOfActor(roles, actorDoc.data(), input.now) },
      target: { uid: input.uid, role: roleOfTarget(targetDoc.data()) },
      role: input.role,
    };
    const reason = refuseRoleChange(roles, change);
    if (reason !== null) return { outcome: 'refused', reason };
    if (!targetDoc.exists) return { outcome: 'no-such-person' };

    const expiresAt = input.expiresAt ?? null;
    const sameEnd = expiresAt === storedEnd(targetDoc);
    if (change.target.role === input.role && sameEnd) return { outcome: 'already-so' };

    const { grant } = readGrant(roles, targetDoc.data() ?? {});
    const given = { role: input.role, expiresAt };
    const stepsDown = holdsTopRoleForGood(roles, grant) && !holdsTopRoleForGood(roles, given);
    if (stepsDown) {
      const holders = await transaction.get(topRoleHolders(db, roles));
      if (!hasOtherTopRole(roles, holders, input.uid)) {
        return { outcome: 'refused', reason: 'last-owner' };
      }
    }

    transaction.update(target, {
      role: input.role,
      roleExpiresAt: expiresAt === null ? null : Timestamp.fromMillis(expiresAt),
      updatedAt: FieldValue.serverTimestamp(),
      updatedBy: input.actor,
      changeId: input.changeId,
    });
    return { outcome: 'written' };
  });
}

/** When the grant ends, in milliseconds since the Unix epoch; null for never, NaN for unreadable. */
function storedEnd(document: DocumentSnapshot): number | null {
  const end: unknown = document.get('roleExpiresAt') ?? null;
  if (end === null) return null;
  return end instanceof Timestamp ? end.toMillis() : Number.NaN;
}
