import type { DocumentReference } from 'firebase-admin/firestore';
import { type Invite, isUid, parseInvite } from '../../core/index.ts';
import { principalOf } from '../edit/principals.ts';
import type { Store, UserData } from '../firebase/store.ts';
import type { Commit } from '../firebase/verified-commit.ts';
import type { SyncEngine } from '../sync/sync-user.ts';
import { openInvites } from './open-invites.ts';
import { type Offer, pickOffer, type Taker } from './pick-offer.ts';

/** An invite that can be taken. */
export interface FoundOffer extends Offer {
  readonly reference: DocumentReference;
  /**
   * The document that an earlier sign-up with the address made by this invite, and that grants its role
   * still, although there is no account; null for none.
   */
  readonly lostSignUp: DocumentReference | null;
}

/**
 * The best invite to an address for its taker, or null. Reads in the commit: of two who
 * reach for the same one the second finds it taken, and an inviter who is demoted at this moment
 * gives nothing.
 *
 * @param email that the identity provider vouches for: anybody can sign up with somebody else's.
 * @param now in milliseconds since the Unix epoch.
 */
export async function findOffer(
  { store, engine }: { readonly store: Store; readonly engine: SyncEngine },
  commit: Pick<Commit, 'get' | 'getAll'>,
  { email, taker, now }: { readonly email: string; readonly taker: Taker; readonly now: number },
): Promise<FoundOffer | null> {
  const { roles } = engine;
  const { docs } = await commit.get(openInvites(store, email));
  const invites = docs.flatMap((document) => {
    const invite = parseInvite(document.data());
    return invite === null ? [] : [{ id: document.id, reference: document.ref, invite }];
  });
  const people = await readPeople(
    store,
    commit,
    invites.flatMap(({ invite: { invitedBy, reservedFor } }) => [invitedBy, reservedFor]),
  );
  const taken = await reservedForOthers(engine, invites, taker.uid);
  const offers = invites
    .filter(({ id }) => !taken.has(id))
    .map((each) => {
      const { invitedBy, reservedFor, role } = each.invite;
      const inviter = principalOf(roles, invitedBy, people.get(invitedBy)?.fields, now);
      const by = { inviterRole: inviter.role, inviterUntil: inviter.expiresAt ?? null };
      const lost = reservedFor === taker.uid ? undefined : people.get(reservedFor ?? '');
      const isLost = lost?.fields?.role === role && lost.fields.updatedBy === reservedFor;
      return { ...each, ...by, lostSignUp: lost && isLost ? lost.reference : null };
    });
  return pickOffer(roles, offers, taker, now);
}

/**
 * The invites that other sign-ups have had, whose accounts are there. Where there is no account, the
 * sign-up has been refused or its answer was lost; the address tries again under another id.
 */
async function reservedForOthers(
  { accounts }: SyncEngine,
  invites: readonly { readonly id: string; readonly invite: Invite }[],
  uid: string,
): Promise<ReadonlySet<string>> {
  const taken = await Promise.all(
    invites.map(async ({ id, invite: { reservedFor } }) => {
      if (reservedFor === null || reservedFor === uid) return [];
      return (await accounts.read(reservedFor)) === null ? [] : [id];
    }),
  );
  return new Set(taken.flat());
}

interface StoredPerson {
  readonly reference: DocumentReference;
  readonly fields: UserData;
}

/** The documents of those who invited and of those who signed up, by account id. */
async function readPeople(
  store: Store,
  commit: Pick<Commit, 'get' | 'getAll'>,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, StoredPerson>> {
  const references = [...new Set(ids.filter(isUid))].map((uid) => store.user(uid));
  if (references.length === 0) return new Map();
  const people = await commit.getAll(...references);
  return new Map(
    people.map((person) => [person.id, { reference: person.ref, fields: store.dataOf(person) }]),
  );
}
