import { type Invite, isUid, parseInvite, type RoleTable, userPath } from '@live-claims/contract';
import type { DocumentReference, Firestore, Transaction } from 'firebase-admin/firestore';
import { roleOfActor } from '../role-change/role-that-counts.ts';
import { openInvites } from './open-invites.ts';
import { type Offer, pickOffer, type Taker } from './pick-offer.ts';

/** An invite that can be taken. */
export interface FoundOffer extends Offer {
  readonly reference: DocumentReference;
}

/**
 * The best invite to an address for its taker, or null. Reads inside the transaction: of two who
 * reach for the same one the second finds it taken, and an inviter who is demoted at this moment
 * gives nothing.
 *
 * @param email that the identity provider vouches for: anybody can sign up with somebody else's.
 * @param now in milliseconds since the Unix epoch.
 */
export async function findOffer(
  { db, roles }: { readonly db: Firestore; readonly roles: RoleTable },
  transaction: Transaction,
  { email, taker, now }: { readonly email: string; readonly taker: Taker; readonly now: number },
): Promise<FoundOffer | null> {
  const { docs } = await transaction.get(openInvites(db, email));
  const invites = docs.flatMap((document) => {
    const invite = parseInvite(document.data());
    return invite === null ? [] : [{ id: document.id, reference: document.ref, invite }];
  });
  const inviters = await readInviters(
    db,
    transaction,
    invites.map(({ invite }) => invite),
  );
  const offers = invites.map((each) => {
    const inviterRole = roleOfActor(roles, inviters.get(each.invite.invitedBy), now);
    return { ...each, inviterRole };
  });
  return pickOffer(roles, offers, taker, now);
}

type Fields = Readonly<Record<string, unknown>> | undefined;

/** The documents of those who invited, by account id. */
async function readInviters(
  db: Firestore,
  transaction: Transaction,
  invites: readonly Invite[],
): Promise<ReadonlyMap<string, Fields>> {
  const uids = new Set(invites.map(({ invitedBy }) => invitedBy).filter(isUid));
  const references = [...uids].map((uid) => db.doc(userPath(uid)));
  if (references.length === 0) return new Map();
  const people = await transaction.getAll(...references);
  return new Map(people.map((person) => [person.id, person.data()]));
}
