import { readGrant, userPath } from '@live-claims/contract';
import { FieldValue, type Firestore } from 'firebase-admin/firestore';
import { roleOfActor, roleOfTarget } from '../role-change/role-that-counts.ts';
import { type SyncEngine, type SyncOutcome, syncUser } from '../sync/sync-user.ts';
import { inviteReason } from './audit-invite.ts';
import { type FoundOffer, findOffer } from './find-offer.ts';
import { takeOffer } from './take-offer.ts';

export interface Acceptance {
  readonly uid: string;
  /** Verified, as the identity provider says at this moment. */
  readonly email: string;
  /** Unique id of this change, stored with the revision. */
  readonly changeId: string;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: number;
}

export interface AcceptedInvite {
  /** Id of the invite that was taken; null when there was none to take. */
  readonly inviteId: string | null;
  /** What the account's claims came to, also when nothing was taken. */
  readonly sync: SyncOutcome;
}

/**
 * Gives an account the role of an open invite to its address, and applies it at once. It raises a
 * role and never lowers one; whoever is disabled, or has no document or one that nobody can read,
 * gets nothing, and the invite stays open.
 */
export async function acceptInvite(
  { db, engine }: { readonly db: Firestore; readonly engine: SyncEngine },
  acceptance: Acceptance,
): Promise<AcceptedInvite> {
  const { uid, changeId } = acceptance;
  const taken = await commit({ db, engine }, acceptance);
  // Also when nothing was taken: an earlier call may have died in between.
  const sync = await syncUser(engine, uid, {
    explains: ({ data }) => data?.changeId === changeId && data.role === taken?.invite.role,
    actor: { kind: 'person', uid },
    reason: taken && inviteReason(taken.id),
    auditId: changeId,
  });
  return { inviteId: taken?.id ?? null, sync };
}

/** Takes the invite and writes `users/{uid}`; null when nothing was written. */
function commit(
  { db, engine }: { readonly db: Firestore; readonly engine: SyncEngine },
  { uid, email, changeId, now }: Acceptance,
): Promise<FoundOffer | null> {
  const { roles } = engine;
  const person = db.doc(userPath(uid));
  return db.runTransaction(async (transaction) => {
    const data = (await transaction.get(person)).data();
    const { grant } = data === undefined ? { grant: null } : readGrant(roles, data);
    if (grant === null || grant.disabled) return null;

    const effective = roleOfActor(roles, data, now);
    const taker = { uid, standing: roleOfTarget(data), effective, loweredVersion: 0 };
    const offer = await findOffer({ db, engine }, transaction, { email, taker, now });
    if (offer === null) return null;
    takeOffer({ db, engine }, transaction, offer, { uid, kind: 'person', before: effective });
    transaction.update(person, {
      role: offer.invite.role,
      roleExpiresAt: null,
      updatedAt: FieldValue.serverTimestamp(),
      updatedBy: uid,
      changeId,
    });
    return offer;
  });
}
