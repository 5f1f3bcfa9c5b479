import type { DocumentReference } from 'firebase-admin/firestore';
import {
  type ClaimsVersion,
  type Invite,
  isRole,
  isUid,
  type Milliseconds,
  millisecondsOf,
  type Principal,
  parseInvite,
  type RoleTable,
  rankOf,
  refuseRoleChange,
  type Seconds,
  versionAt,
} from '../../core/index.ts';
import type { Store, UserData } from '../firebase/store.ts';
import type { Commit } from '../firebase/verified-commit.ts';
import { principalOf } from '../guards/principals.ts';
import type { SyncEngine } from '../sync/sync-user.ts';
import { OPERATOR, openInvites } from './invite-document.ts';

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
 * @param email verified by the identity provider: any person can sign up with another's address.
 * @param now in milliseconds since the Unix epoch.
 */
export async function findOffer(
  { store, engine }: { readonly store: Store; readonly engine: SyncEngine },
  commit: Pick<Commit, 'get' | 'getAll'>,
  {
    email,
    taker,
    now,
  }: { readonly email: string; readonly taker: Taker; readonly now: Milliseconds },
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
      const until = each.invite.roleExpiresAt?.seconds ?? null;
      return { ...each, ...by, until, lostSignUp: lost && isLost ? lost.reference : null };
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

/** An open invite, and what its inviter is at this moment. */
export interface Offer {
  readonly id: string;
  readonly invite: Invite;
  /** The inviter's role that counts now; null for none. Of no meaning for an operator's. */
  readonly inviterRole: string | null;
  /** When that role ends, in whole seconds since the Unix epoch; null or absent for never. */
  readonly inviterUntil?: Seconds | null;
  /** When the role ends that it gives, in whole seconds since the Unix epoch. @default null: never */
  readonly until?: Seconds | null;
}

/** The account that accepts an invite. */
export interface Taker {
  readonly uid: string;
  /** The role that stands in their document, also when it is over: what the inviter has to outrank. */
  readonly standing: string | null;
  /** The role that they have at this moment. */
  readonly effective: string | null;
  /**
   * When their access was lowered, removed, disabled, ended or deleted last; 0 for never. An invite
   * that is not younger gives nothing: the later decision wins.
   */
  readonly loweredVersion: ClaimsVersion;
}

/**
 * The invite that gives the taker the most, or null when none gives them anything: it is over or older
 * than what was decided about them, names no role of the table or none above the one they have, or its
 * inviter could not give the role themselves at this moment.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function pickOffer<O extends Offer>(
  roles: RoleTable,
  offers: readonly O[],
  taker: Taker,
  now: Milliseconds,
): O | null {
  const good = offers.filter((offer) => isGood(roles, offer, taker, now));
  const rank = ({ invite }: Offer) => rankOf(roles, invite.role);
  return good.sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

function isGood(
  roles: RoleTable,
  { invite, inviterRole, inviterUntil, until: expiresAt = null }: Offer,
  { uid, standing, effective, loweredVersion }: Taker,
  now: Milliseconds,
): boolean {
  const { role, invitedBy } = invite;
  if (invite.acceptedAt !== null || isOver(invite, now) || !isRole(roles, role)) return false;
  if (versionAt(invite.createdAt) <= loweredVersion) return false;
  if (expiresAt !== null && millisecondsOf(expiresAt) <= now) return false;
  if (rankOf(roles, role) <= rankOf(roles, effective)) return false;
  if (invitedBy === OPERATOR) return true;
  const actor: Principal = { uid: invitedBy, role: inviterRole, expiresAt: inviterUntil ?? null };
  const target = { uid, role: standing };
  return refuseRoleChange(roles, { actor, target, role, expiresAt }) === null;
}

/** Whether the time of an invite is over; it is from that very moment on. */
export function isOver({ expiresAt }: Pick<Invite, 'expiresAt'>, now: Milliseconds): boolean {
  return expiresAt !== null && expiresAt.seconds * 1000 + expiresAt.nanoseconds / 1e6 <= now;
}
