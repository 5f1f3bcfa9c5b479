import {
  type DocumentReference,
  FieldValue,
  type QueryDocumentSnapshot,
  Timestamp,
} from 'firebase-admin/firestore';
import {
  type Actor,
  type CreateInviteRequest,
  type GrantRefusal,
  isTimestamp,
  type Limits,
  type Milliseconds,
  parseInvite,
  parseUserProfile,
  type RoleTable,
  refuseRoleChange,
  secondsOf,
} from '../../core/index.ts';
import type { Store } from '../firebase/store.ts';
import type { Commit } from '../firebase/verified-commit.ts';
import { principalOf } from '../guards/principals.ts';
import { auditInvite, inviteId, OPERATOR, offered, openInvites } from './invite-document.ts';
import { isOver } from './offers.ts';

export interface InviteOrder extends CreateInviteRequest {
  readonly inviter: Inviter;
  /** Why, for the audit log. */
  readonly reason?: string | null;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

/** Where invites are written. */
export interface InvitePlace {
  readonly store: Store;
  readonly roles: RoleTable;
  readonly limits: Pick<Limits, 'invitesPerHour'>;
}

export type CreatedInvite =
  | { readonly outcome: 'created'; readonly inviteId: string; readonly replaced: string | null }
  | { readonly outcome: 'forbidden'; readonly reason: GrantRefusal }
  /** The inviter has reached the limit of an hour, and can write the next one then. */
  | { readonly outcome: 'too-many'; readonly nextAt: Milliseconds };

/**
 * Writes an invite, if its inviter could give the role at the moment of the commit. It replaces an
 * open one to the same address, if the inviter could have written that one too. Whether there is an
 * account with the address plays no part, so that nothing tells.
 */
export function createInvite(
  { store, roles, limits }: InvitePlace,
  { email, role, expiresAt, roleExpiresAt = null, inviter, reason = null, now }: InviteOrder,
): Promise<CreatedInvite> {
  const id = inviteId(email);
  const invite = store.invites.doc(id);
  return store.db.runTransaction(async (transaction): Promise<CreatedInvite> => {
    const by = await readInviter({ store, roles }, transaction, inviter, now);
    const refuse = (offer: string | null) => by.refuse(offer, roleExpiresAt);
    const refusal = refuse(role);
    if (refusal !== null) return { outcome: 'forbidden', reason: refusal };

    const allowance = inviter.kind === 'person' ? allowanceDoc(store, inviter.uid) : null;
    const [{ docs: open }, , counted] = await Promise.all([
      transaction.get(openInvites(store, email)),
      // Reading it is what makes two of the same moment stand in line.
      transaction.get(invite),
      allowance && transaction.get(allowance),
    ]);
    const live = open.filter((document) => stillOffers(document, now));
    for (const document of live) {
      const beyond = refuse(roleIn(document));
      if (beyond !== null) return { outcome: 'forbidden', reason: beyond };
    }
    if (allowance !== null) {
      const spent = spendOne(counted?.data(), now, limits.invitesPerHour);
      if (spent === null) {
        return { outcome: 'too-many', nextAt: allowanceIn(counted?.data(), now, 0).nextAt ?? now };
      }
      transaction.set(allowance, { ...spent });
    }

    for (const document of open) if (document.id !== id) transaction.delete(document.ref);
    transaction.set(invite, {
      email,
      role,
      invitedBy: inviterId(inviter),
      createdAt: FieldValue.serverTimestamp(),
      expiresAt: Timestamp.fromMillis(expiresAt),
      acceptedAt: null,
      acceptedBy: null,
      roleExpiresAt: roleExpiresAt === null ? null : Timestamp.fromMillis(roleExpiresAt),
      invitedByName: by.actor.name ?? by.actor.email ?? null,
      sentAt: null,
    });
    const replaced = live.map(roleIn)[0] ?? null;
    auditInvite(store, transaction, {
      type: 'invite-created',
      inviteId: id,
      email,
      uid: null,
      actor: by.actor,
      before: replaced === null ? null : offered(replaced),
      after: offered(role, roleExpiresAt === null ? null : secondsOf(roleExpiresAt)),
      reason,
    });
    return { outcome: 'created', inviteId: id, replaced };
  });
}

/** What cannot be read as an invite offers nothing. */
function stillOffers(document: QueryDocumentSnapshot, now: Milliseconds): boolean {
  const invite = parseInvite(document.data());
  return invite !== null && !isOver(invite, now);
}

function roleIn(document: QueryDocumentSnapshot): string | null {
  const role: unknown = document.get('role');
  return typeof role === 'string' ? role : null;
}

export interface WithdrawOrder {
  readonly inviteId: string;
  readonly inviter: Inviter;
  /** Why, for the audit log. */
  readonly reason?: string | null;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

export type WithdrawnInvite =
  | { readonly outcome: 'withdrawn' }
  | { readonly outcome: 'forbidden'; readonly reason: GrantRefusal }
  /** It never existed, was withdrawn before, or was accepted. */
  | { readonly outcome: 'not-open' };

/**
 * Withdraws an open invite, also an expired or unreadable one. A user who may not write
 * invites does not learn whether there is one.
 */
export function withdrawInvite(
  { store, roles }: { readonly store: Store; readonly roles: RoleTable },
  { inviteId, inviter, reason = null, now }: WithdrawOrder,
): Promise<WithdrawnInvite> {
  const reference = store.invites.doc(inviteId);
  return store.db.runTransaction(async (transaction): Promise<WithdrawnInvite> => {
    const { refuse, actor } = await readInviter({ store, roles }, transaction, inviter, now);
    const mayNot = refuse(null);
    if (mayNot !== null) return { outcome: 'forbidden', reason: mayNot };
    const invite = await transaction.get(reference);
    if (!invite.exists || (invite.get('acceptedAt') ?? null) !== null) {
      return { outcome: 'not-open' };
    }
    const role = textIn(invite.get('role'));
    const refusal = refuse(role);
    // A withdrawal has no end: a user with a time-bound role may.
    if (refusal !== null && refusal !== 'beyond-own-end') {
      return { outcome: 'forbidden', reason: refusal };
    }

    transaction.delete(reference);
    auditInvite(store, transaction, {
      type: 'invite-withdrawn',
      inviteId,
      email: textIn(invite.get('email')) ?? '',
      uid: null,
      actor,
      before: offered(role),
      after: null,
      reason,
    });
    return { outcome: 'withdrawn' };
  });
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The author of an invite or its withdrawal: a signed-in user, or an operator, who outranks all users. */
export type Inviter =
  | { readonly kind: 'person'; readonly uid: string }
  | { readonly kind: 'operator' };

/** What stands in the invite as `invitedBy`. */
const inviterId = (inviter: Inviter): string =>
  inviter.kind === 'person' ? inviter.uid : OPERATOR;

/** Whether the inviter may offer a role, or take back an offer of it; null when they may. */
export type RefuseRole = (
  role: string | null,
  /** When the offered role ends, in milliseconds since the Unix epoch. @default null: never */
  expiresAt?: Milliseconds | null,
) => GrantRefusal | null;

/**
 * Reads the inviter's role in the commit. An invite is a grant to a person without an account
 * yet, so the rules of granting decide.
 *
 * @param now in milliseconds since the Unix epoch.
 * @returns what they may not offer, and who they are for the log, with name and address at this time.
 */
export async function readInviter(
  { store, roles }: { readonly store: Store; readonly roles: RoleTable },
  commit: Pick<Commit, 'getAll'>,
  inviter: Inviter,
  now: Milliseconds,
): Promise<{ readonly refuse: RefuseRole; readonly actor: Actor }> {
  if (inviter.kind === 'operator') {
    return { refuse: () => null, actor: { kind: 'service', uid: null } };
  }
  const { uid } = inviter;
  const [person] = await commit.getAll(store.user(uid));
  const data = store.dataOf(person);
  const principal = principalOf(roles, uid, data, now);
  const { displayName: name, email } = parseUserProfile(data);
  const refuse: RefuseRole = (role, end = null) => {
    const expiresAt = end === null ? null : secondsOf(end);
    const target = { uid: '', role: null };
    return refuseRoleChange(roles, { actor: principal, target, role, expiresAt });
  };
  return { refuse, actor: { kind: 'person', uid, name, email } };
}

/** For how long invites are counted. */
export const HOUR_MS = 3_600_000;

/** Where a person's count stands. No security rule names the collection, so no client reads it. */
export function allowanceDoc(store: Store, uid: string): DocumentReference {
  return store.db.doc(`${store.names.collections.rateLimits}/createInvite:${uid}`);
}

/** An hour that began with an invite, and how many were written in it. */
export interface Spent {
  readonly since: Timestamp;
  readonly count: number;
}

/**
 * What stands there after one more, or null when the hour's invites are used up. A document that
 * cannot be read is a fresh start: functions alone write it.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function spendOne(data: unknown, now: Milliseconds, invitesPerHour: number): Spent | null {
  const { since, count } = (data ?? {}) as Partial<Spent>;
  const begun = isTimestamp(since) ? since.seconds * 1000 + since.nanoseconds / 1e6 : null;
  const runs = begun !== null && now - begun < HOUR_MS && Number.isSafeInteger(count);
  if (!runs) return { since: Timestamp.fromMillis(now), count: 1 };
  const next = (count as number) + 1;
  return next > invitesPerHour ? null : { since: since as Timestamp, count: next };
}

/**
 * How much of the hour is left.
 *
 * @param data of the document where the count stands.
 * @param now in milliseconds since the Unix epoch.
 * @returns `nextAt`: when the next hour begins, in milliseconds since the Unix epoch; null while nothing is used.
 */
export function allowanceIn(
  data: unknown,
  now: Milliseconds,
  invitesPerHour: number,
): { readonly left: number; readonly nextAt: Milliseconds | null } {
  const { since, count } = (data ?? {}) as Partial<Spent>;
  const begun = isTimestamp(since) ? since.seconds * 1000 + since.nanoseconds / 1e6 : null;
  const runs = begun !== null && now - begun < HOUR_MS && Number.isSafeInteger(count);
  if (!runs) return { left: invitesPerHour, nextAt: null };
  const left = Math.max(0, invitesPerHour - (count as number));
  return { left, nextAt: Math.ceil(begun + HOUR_MS) };
}
