import { type DocumentSnapshot, FieldValue, Timestamp } from 'firebase-admin/firestore';
import {
  type Actor,
  type AuditState,
  type CreateOrgInviteRequest,
  type GrantRefusal,
  isOrgId,
  isRole,
  isUid,
  type Limits,
  type Milliseconds,
  millisOf,
  normalizeEmail,
  type OrgInvite,
  type OrgTable,
  parseOrgInvite,
  parseUserProfile,
  type RefusalDetails,
  rankOf,
  readAccessSettings,
  readGrant,
  refuseRoleChange,
  secondsOf,
  versionAt,
  type WaitingInvite,
} from '../../core/index.ts';
import { createAuditEntry } from '../firebase/audit-entry.ts';
import type { UserData } from '../firebase/store.ts';
import { type Commit, CommitContention, commitVerified } from '../firebase/verified-commit.ts';
import type { Caller } from '../guards/check-access.ts';
import { principalOf, roleOfActor, roleOfTarget } from '../guards/principals.ts';
import { inviteId, inviteReason, OPERATOR, offered } from '../invites/invite-document.ts';
import { isOver, type Offer, pickOffer } from '../invites/offers.ts';
import { allowanceDoc, spendOne } from '../invites/write-invite.ts';
import { type OrgProject, orgTableOf, prepareMembership, textIn } from './people-edit.ts';
import { callerIn } from './plan-membership.ts';

/** The author of an invite or its withdrawal: a signed-in member, or an operator, who outranks all of them. */
export type OrgInviter =
  | { readonly kind: 'person'; readonly caller: Caller }
  | { readonly kind: 'operator' };

/** Why nothing is written about an invite. */
export type OrgInviteRefusal =
  | { readonly outcome: 'unauthenticated'; readonly refusal: RefusalDetails }
  | { readonly outcome: 'forbidden'; readonly reason: GrantRefusal };

interface By {
  readonly inviter: OrgInviter;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

export type OrgInviteOrder = CreateOrgInviteRequest & By;

export type CreatedOrgInvite =
  | OrgInviteRefusal
  | { readonly outcome: 'created'; readonly inviteId: string }
  /** The inviter has reached the limit of an hour. */
  | { readonly outcome: 'too-many' };

/**
 * Writes an invite to an organisation, if its inviter could give the role at the moment of the commit. It replaces an
 * open one to the same address, if the inviter could have written that one too. Whether there is an account with the
 * address, or a member, plays no part, so that nothing tells.
 */
export function createOrgInvite(
  project: OrgProject & { readonly limits: Pick<Limits, 'invitesPerHour'> },
  order: OrgInviteOrder,
): Promise<CreatedOrgInvite> {
  const { store, limits } = project;
  const { orgId, email, role, expiresAt, roleExpiresAt = null, inviter, reason, now } = order;
  const org = store.ofOrg(orgId);
  const id = inviteId(email);
  const reference = org.invites.doc(id);
  return store.db.runTransaction(async (transaction): Promise<CreatedOrgInvite> => {
    const by = await readInviter(project, transaction, order);
    if (!('refuse' in by)) return by;
    const refusal = by.refuse(role, roleExpiresAt);
    if (refusal !== null) return { outcome: 'forbidden', reason: refusal };

    const allowance = inviter.kind === 'person' ? allowanceDoc(store, inviter.caller.uid) : null;
    const [found, counted] = await Promise.all([
      transaction.get(reference),
      allowance && transaction.get(allowance),
    ]);
    const open = parseOrgInvite(found.data());
    const replaced = open?.acceptedAt === null && !isOver(open, now) ? open : null;
    const beyond = replaced && by.refuse(replaced.role, endOf(replaced));
    if (beyond !== null) return { outcome: 'forbidden', reason: beyond };
    if (allowance !== null) {
      const spent = spendOne(counted?.data(), now, limits.invitesPerHour);
      if (spent === null) return { outcome: 'too-many' };
      transaction.set(allowance, { ...spent });
    }

    transaction.set(reference, {
      email,
      role,
      roleExpiresAt: roleExpiresAt === null ? null : Timestamp.fromMillis(roleExpiresAt),
      invitedBy: inviter.kind === 'person' ? inviter.caller.uid : OPERATOR,
      createdAt: FieldValue.serverTimestamp(),
      expiresAt: Timestamp.fromMillis(expiresAt),
      acceptedAt: null,
      acceptedBy: null,
    });
    createAuditEntry(org, transaction, null, {
      type: 'invite-created',
      uid: null,
      email,
      actor: by.actor,
      before: replaced && offerOf(replaced.role, endOf(replaced)),
      after: offerOf(role, roleExpiresAt),
      reason: reasonOf(id, reason),
      outcome: 'applied',
    });
    return { outcome: 'created', inviteId: id };
  });
}

export interface OrgWithdrawal extends By {
  readonly orgId: string;
  readonly inviteId: string;
  /** Why, for the audit log. */
  readonly reason?: string | null | undefined;
}

export type WithdrawnOrgInvite =
  | OrgInviteRefusal
  | { readonly outcome: 'withdrawn' }
  /** It never existed, was withdrawn before, or was accepted. */
  | { readonly outcome: 'not-open' };

/**
 * Withdraws an open invite to an organisation, also an expired or unreadable one. A caller who may not write
 * invites does not learn whether there is one.
 */
export function withdrawOrgInvite(
  project: OrgProject,
  order: OrgWithdrawal,
): Promise<WithdrawnOrgInvite> {
  const { store } = project;
  const org = store.ofOrg(order.orgId);
  const reference = org.invites.doc(order.inviteId);
  return store.db.runTransaction(async (transaction): Promise<WithdrawnOrgInvite> => {
    const by = await readInviter(project, transaction, order);
    if (!('refuse' in by)) return by;
    // A withdrawal has no end: a member with a time-bound role may.
    const mayNot = by.refuse(null, null);
    if (mayNot !== null) return { outcome: 'forbidden', reason: mayNot };
    const invite = await transaction.get(reference);
    if (!invite.exists || (invite.get('acceptedAt') ?? null) !== null) {
      return { outcome: 'not-open' };
    }
    const role = textIn(invite.get('role'));
    const refusal = by.refuse(role, null);
    if (refusal !== null && refusal !== 'beyond-own-end') {
      return { outcome: 'forbidden', reason: refusal };
    }
    transaction.delete(reference);
    createAuditEntry(org, transaction, null, {
      type: 'invite-withdrawn',
      uid: null,
      email: textIn(invite.get('email')),
      actor: by.actor,
      before: offered(role),
      after: null,
      reason: reasonOf(order.inviteId, order.reason),
      outcome: 'applied',
    });
    return { outcome: 'withdrawn' };
  });
}

/** What an inviter may offer or take back, and how the log names them. */
interface ReadInviter {
  readonly actor: Actor;
  readonly refuse: (role: string | null, end: Milliseconds | null) => GrantRefusal | null;
}

/** Reads the inviter in the commit. An invite is a grant to a person who is no member yet. */
async function readInviter(
  project: OrgProject,
  commit: Pick<Commit, 'getAll'>,
  { orgId, inviter, now }: By & { readonly orgId: string },
): Promise<ReadInviter | OrgInviteRefusal> {
  if (inviter.kind === 'operator') {
    return { actor: { kind: 'service', uid: null }, refuse: () => null };
  }
  const { store, engine } = project;
  const orgs = orgTableOf(project);
  const { caller } = inviter;
  const [[user, own], settings] = await Promise.all([
    commit.getAll(store.user(caller.uid), store.member(orgId, caller.uid)),
    store.settings.get(),
  ]);
  const member = store.dataOf(own);
  const documents = { user: store.dataOf(user), member };
  const tables = { roles: engine.roles, orgs };
  const access = readAccessSettings(settings.data(), now);
  const found = callerIn(tables, caller, documents, access, now);
  if ('refusal' in found) return { outcome: 'unauthenticated', refusal: found.refusal };
  const { displayName: name, email } = parseUserProfile(member);
  return {
    actor: { kind: 'person', uid: caller.uid, name, email },
    refuse: (role, end) =>
      refuseRoleChange(orgs, {
        actor: found.actor,
        target: NO_MEMBER,
        role,
        expiresAt: end === null ? null : secondsOf(end),
      }),
  };
}

/** The person who is invited. */
const NO_MEMBER = { uid: '', role: null } as const;

/** Most invites that a person is shown. */
const MOST_WAITING = 100;

/**
 * The open invites of all organisations to an address, for its holder.
 *
 * @param email verified by the identity provider, in any case.
 */
export async function waitingInvites(
  project: OrgProject,
  email: string,
  now: Milliseconds,
): Promise<readonly WaitingInvite[]> {
  const { store } = project;
  const orgs = orgTableOf(project);
  const address = normalizeEmail(email);
  const { docs } = await store.db
    .collectionGroup(store.names.collections.invites)
    .where('email', '==', address)
    .where('acceptedAt', '==', null)
    .limit(MOST_WAITING)
    .get();
  return docs.flatMap((document) => {
    const orgId = document.ref.parent.parent?.id;
    // Collections of the app may have the same name, and be open to its users.
    if (
      !isOrgId(orgId) ||
      !document.ref.isEqual(store.ofOrg(orgId).invites.doc(inviteId(address)))
    ) {
      return [];
    }
    const invite = parseOrgInvite(document.data());
    if (invite === null || isOver(invite, now) || !isRole(orgs, invite.role)) return [];
    const { role, expiresAt } = invite;
    const end = expiresAt === null ? null : millisOf(versionAt(expiresAt));
    return [{ orgId, role, roleExpiresAt: endOf(invite), expiresAt: end }];
  });
}

export interface OrgAcceptance {
  readonly orgId: string;
  readonly caller: Caller;
  /** Verified, as the identity provider says at this moment. */
  readonly email: string;
  /** Unique id of this change, stored with the revision. */
  readonly changeId: string;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

export type OrgInviteAcceptance =
  | Extract<OrgInviteRefusal, { readonly outcome: 'unauthenticated' }>
  | {
      readonly outcome: 'taken' | 'none';
      /** The role in the organisation now; null for none. */
      readonly role: string | null;
    };

/**
 * Makes an account a member by the open invite of an organisation to its address, or raises its role there. It never
 * lowers one; a disabled or unreadable membership gets nothing, and the invite stays open. Nor does it give anything
 * that its inviter could not give at this moment.
 *
 * @throws {CommitContention} when the documents keep moving, and as long as a lowered membership is on its way into
 *   `users/{uid}`: until then an invite of before may still be open.
 */
export async function acceptOrgInvite(
  project: OrgProject,
  acceptance: OrgAcceptance,
): Promise<OrgInviteAcceptance> {
  const { value } = await commitVerified(project.store.db, (commit) =>
    prepareAcceptance(project, commit, acceptance),
  );
  return value;
}

async function prepareAcceptance(
  project: OrgProject,
  commit: Commit,
  { orgId, caller, email, changeId, now }: OrgAcceptance,
): Promise<OrgInviteAcceptance> {
  const { store, engine } = project;
  const orgs = orgTableOf(project);
  const { uid } = caller;
  const address = normalizeEmail(email);
  const reference = store.ofOrg(orgId).invites.doc(inviteId(address));
  const [[stored, own, person], settings] = await Promise.all([
    commit.getAll(reference, store.member(orgId, uid), store.user(uid)) as Promise<
      [DocumentSnapshot, DocumentSnapshot, DocumentSnapshot]
    >,
    store.settings.get(),
  ]);
  const [member, user] = [store.dataOf(own), store.dataOf(person)];
  const access = readAccessSettings(settings.data(), now);
  const tables = { roles: engine.roles, orgs };
  const found = callerIn(tables, caller, { user, member }, access, now);
  if ('refusal' in found) return { outcome: 'unauthenticated', refusal: found.refusal };
  const effective = roleOfActor(orgs, member, now);
  if (member?.changeId === changeId) return { outcome: 'taken', role: effective };

  const nothing = { outcome: 'none', role: effective } as const;
  const { grant, problem } = readGrant(orgs, member ?? {});
  const invite = parseOrgInvite(stored.data());
  if (invite === null || invite.email !== address || problem !== null || grant.disabled) {
    return nothing;
  }
  const offer = await offerIn(project, commit, orgId, { id: reference.id, invite }, now);
  const taker = { uid, standing: roleOfTarget(member), effective, loweredVersion: 0 };
  if (pickOffer(orgs, [offer], taker, now) === null) return nothing;
  if (effective !== null && isShorter(offer.until, grant.expiresAt)) return nothing;
  if (isLowering(orgs, orgId, user, member)) throw new CommitContention();

  const { role } = invite;
  const { plan } = await prepareMembership(project, commit, {
    orgId,
    uid,
    edit: { role, expiresAt: endOf(invite) },
    by: { kind: 'invite', inviteId: reference.id },
    changeId,
    now,
  });
  if (plan.outcome !== 'write') return nothing;
  commit.update(reference, { acceptedAt: FieldValue.serverTimestamp(), acceptedBy: uid });
  return { outcome: 'taken', role };
}

/** The invite, with what its inviter is at this moment. */
async function offerIn(
  { store, engine }: OrgProject,
  commit: Pick<Commit, 'getAll'>,
  orgId: string,
  { id, invite }: { readonly id: string; readonly invite: OrgInvite },
  now: Milliseconds,
): Promise<Offer & { readonly until: number | null }> {
  const { invitedBy } = invite;
  const end = endOf(invite);
  const offer = { id, invite, until: end === null ? null : secondsOf(end) };
  const orgs = orgTableOf({ engine });
  if (!isUid(invitedBy)) return { ...offer, inviterRole: null };
  const [user, member] = await commit.getAll(store.user(invitedBy), store.member(orgId, invitedBy));
  const isHere = user?.exists === true && (store.dataOf(user)?.disabled ?? false) === false;
  const inviter = principalOf(orgs, invitedBy, isHere ? store.dataOf(member) : undefined, now);
  return { ...offer, inviterRole: inviter.role, inviterUntil: inviter.expiresAt ?? null };
}

/** Whether an end comes before another; null is never. */
const isShorter = (end: number | null, than: number | null): boolean =>
  end !== null && (than === null || end < than);

/**
 * Whether what stands in `users/{uid}` of the membership is a higher role than the membership has: an edit by hand has
 * lowered it, and the trigger that closes invites of before has not seen to it.
 */
function isLowering(orgs: OrgTable, orgId: string, user: UserData, member: UserData): boolean {
  const copies = (user?.orgs ?? {}) as Readonly<Record<string, unknown>>;
  const copy = Object.hasOwn(copies, orgId) ? copies[orgId] : null;
  const role = (copy as Record<string, unknown> | null)?.[orgs.fields.role] ?? null;
  return rankOf(orgs, textIn(role)) > rankOf(orgs, roleOfTarget(member));
}

/** When the membership ends that an invite gives, in milliseconds since the Unix epoch. */
function endOf({ roleExpiresAt }: OrgInvite): Milliseconds | null {
  return roleExpiresAt === null ? null : millisOf(versionAt(roleExpiresAt));
}

const offerOf = (role: string, end: Milliseconds | null): AuditState => ({
  ...offered(role),
  expiresAt: end === null ? null : secondsOf(end),
});

const reasonOf = (id: string, reason: string | null | undefined): string =>
  [inviteReason(id), reason].filter(Boolean).join(': ');
