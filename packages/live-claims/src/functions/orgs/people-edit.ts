import type { DocumentSnapshot } from 'firebase-admin/firestore';
import {
  type Actor,
  type ExpectedAccess,
  isPermanentOwner,
  isUid,
  normalizeEmail,
  type OrgTable,
  parseOrgInvite,
  parseUserProfile,
  readAccessSettings,
  readGrant,
  storableProfile,
  topRole,
  versionAt,
} from '../../core/index.ts';
import { accessIn } from '../edit/plan-edit.ts';
import { createAuditEntry } from '../firebase/audit-entry.ts';
import { fewAtATime } from '../firebase/few-at-a-time.ts';
import { sourceOf } from '../firebase/firestore-documents.ts';
import { type KnownAccount, readAccount } from '../firebase/known-account.ts';
import type { Store } from '../firebase/store.ts';
import { type Commit, commitVerified, VerifiedBatch } from '../firebase/verified-commit.ts';
import { inviteId, inviteReason, offered } from '../invites/invite-document.ts';
import type { Project } from '../project.ts';
import {
  type MembershipOrder,
  type MembershipPlan,
  type MembershipRefusal,
  type MembershipScene,
  planMembership,
  stateAfter,
} from './plan-membership.ts';

/** What a change of a membership works on. */
export type OrgProject = Pick<Project, 'store' | 'auth' | 'engine' | 'provisioning'>;

/**
 * What came of a change of a membership: `written` or `already-so`, with the membership as it is now, or why nothing was
 * written.
 *
 * @example
 * const result: MembershipResult = await access.editMembership({ orgId: 'acme', uid, role: null });
 * if ('now' in result) console.log(result.now.role); // null
 */
export type MembershipResult =
  | {
      readonly outcome: 'written' | 'already-so';
      /** The membership now; without a role where there is none. */
      readonly now: ExpectedAccess;
    }
  | MembershipRefusal;

/** The table of memberships. @throws {TypeError} for an app without organisations. */
export function orgTableOf({ engine }: Pick<Project, 'engine'>): OrgTable {
  const { orgs } = engine.roles;
  if (orgs !== undefined) return orgs;
  throw new TypeError('The configuration has no organisations: it needs `orgs`.');
}

/**
 * Changes a membership, with the entry in the organisation's audit log, if nothing stands in its way at the moment of
 * the commit: of two owners who leave at the same time the second finds that they are the last. What lowers access
 * closes the open invite to the member.
 *
 * @throws {CommitContention} when the documents keep moving; whatever Firebase rejects with.
 */
export async function commitMembership(
  project: OrgProject,
  order: MembershipOrder,
): Promise<MembershipResult> {
  const { value } = await commitVerified(project.store.db, (commit) =>
    prepareMembership(project, commit, order),
  );
  const { plan, before } = value;
  switch (plan.outcome) {
    case 'write':
      return { outcome: 'written', now: stateAfter(before, order.edit) };
    case 'made-before':
      return { outcome: 'written', now: accessIn(before) };
    case 'already-so':
      return { outcome: 'already-so', now: accessIn(before) };
    default:
      return plan;
  }
}

/** What a change would come to by what stands there now. Writes nothing. */
export function previewMembership(
  project: OrgProject,
  order: MembershipOrder,
): Promise<PreparedMembership> {
  return prepareMembership(project, new VerifiedBatch(project.store.db), order);
}

/** A change with what it was decided by. */
export interface PreparedMembership {
  readonly plan: MembershipPlan;
  /** The membership as it was read. */
  readonly before: MembershipScene['member']['data'];
}

/** Decides on the change by what the commit reads, and adds to it what is to be written. */
export async function prepareMembership(
  project: OrgProject,
  commit: Commit,
  order: MembershipOrder,
): Promise<PreparedMembership> {
  const { store, engine } = project;
  const { orgId, uid } = order;
  const tables = { roles: engine.roles, orgs: orgTableOf(project) };
  const [documents, account] = await Promise.all([
    readDocuments(store, commit, order),
    readAccount(project.auth, { uid }),
  ]);
  const scene = sceneOf(project, documents, account, order);
  const before = scene.member.data;
  const alone = planMembership(tables, scene, order, false);
  const isLast = alone.outcome === 'forbidden' && alone.reason === 'last-owner';
  const plan =
    isLast && (await hasOtherOwner(project, commit, order))
      ? planMembership(tables, scene, order, true)
      : alone;
  if (plan.outcome !== 'write') return { plan, before };

  const emails = [parseUserProfile(before).email, account?.email];
  const closeInvite = plan.lowersAccess
    ? await readOrgInvitesToClose(store, commit, orgId, emails)
    : null;
  const reference = store.member(orgId, uid);
  if (plan.fields === null) commit.delete(reference);
  else if (before === null) commit.create(reference, store.fieldsOf(plan.fields));
  else commit.update(reference, store.fieldsOf(plan.fields));
  const entryId = before === null ? order.changeId : changeOfRevision(uid, scene.member.version);
  createAuditEntry(store.ofOrg(orgId), commit, entryId, plan.entry);
  closeInvite?.({ actor: plan.entry.actor, reason: plan.entry.reason ?? null });
  return { plan, before };
}

/**
 * Id of the audit entry of the change that ends a revision of a membership: a revision has one successor, and whoever
 * looks at the two finds the entry, also when the membership is gone.
 */
export const changeOfRevision = (uid: string, version: number): string => `${version}-${uid}`;

interface Documents {
  readonly member: DocumentSnapshot;
  /** Of the caller; absent where none decides. */
  readonly actor: { readonly user: DocumentSnapshot; readonly member: DocumentSnapshot } | null;
  readonly settings: DocumentSnapshot | null;
}

/**
 * The membership and, where a caller decides, the caller's and their account's document: the change is committed only
 * if all are still what they were. The access settings are read beside the commit: every client may read them, and one
 * that holds a lock on them must not hold up every change.
 */
async function readDocuments(
  store: Store,
  commit: Commit,
  { orgId, uid, by }: MembershipOrder,
): Promise<Documents> {
  const target = store.member(orgId, uid);
  if (by.kind !== 'person') {
    const [member] = (await commit.getAll(target)) as [DocumentSnapshot];
    return { member, actor: null, settings: null };
  }
  const caller = by.caller.uid;
  const [[member, user, own], settings] = await Promise.all([
    commit.getAll(target, store.user(caller), store.member(orgId, caller)) as Promise<
      [DocumentSnapshot, DocumentSnapshot, DocumentSnapshot]
    >,
    store.settings.get(),
  ]);
  return { member, actor: { user, member: own }, settings };
}

function sceneOf(
  { store, provisioning = 'role-only' }: OrgProject,
  { member, actor, settings }: Documents,
  account: KnownAccount | null,
  { now }: MembershipOrder,
): MembershipScene {
  const isListed = provisioning === 'profile' && account !== null;
  return {
    member: sourceOf(store, member),
    actor:
      actor === null
        ? undefined
        : {
            user: store.dataOf(actor.user),
            member: store.dataOf(actor.member),
          },
    settings: readAccessSettings(settings?.data(), now),
    hasAccount: account !== null,
    profile: isListed ? profileOf(account) : null,
  };
}

function profileOf({ email, displayName }: KnownAccount) {
  return { email, displayName: storableProfile({ displayName, photoURL: null }).displayName };
}

/**
 * Whether another member holds the top role for good, and has an account to use it with. The commit rests on the
 * documents of one.
 */
async function hasOtherOwner(
  project: OrgProject,
  commit: Pick<Commit, 'getAll'>,
  { orgId, uid }: MembershipOrder,
): Promise<boolean> {
  const { store, engine } = project;
  const orgs = orgTableOf(project);
  const isOwner = (member: DocumentSnapshot) =>
    isPermanentOwner(orgs, readGrant(orgs, store.dataOf(member) ?? {}).grant);
  const owners = store.ofOrg(orgId).members.where(store.names.fields.role, '==', topRole(orgs));
  for await (const docs of fewAtATime(owners)) {
    for (const { id } of docs.filter(
      (each) => each.id !== uid && isUid(each.id) && isOwner(each),
    )) {
      const [account, [member, user]] = await Promise.all([
        engine.accounts.read(id),
        commit.getAll(store.member(orgId, id), store.user(id)),
      ]);
      const isEnabled = (store.dataOf(user)?.disabled ?? false) === false;
      if (member && isOwner(member) && isEnabled && account !== null && !account.disabled)
        return true;
    }
  }
  return false;
}

/** Closes the open invites that were read, in the same commit. */
type CloseOrgInvites = (by: { readonly actor: Actor; readonly reason: string | null }) => void;

/**
 * Reads the open invites of an organisation to a member's addresses, so that the commit that takes access from the
 * member can close them: a later decision wins over an invite that was written before it.
 *
 * @param emails the addresses that the membership and Firebase Auth have, in any case.
 * @param until only those from before this moment, in milliseconds since the Unix epoch. @default all
 */
export async function readOrgInvitesToClose(
  store: Store,
  commit: Pick<Commit, 'getAll' | 'create' | 'delete'>,
  orgId: string,
  emails: readonly (string | null | undefined)[],
  until = Number.POSITIVE_INFINITY,
): Promise<CloseOrgInvites> {
  const { invites } = store.ofOrg(orgId);
  const ids = new Set(emails.flatMap((email) => (email ? [inviteId(normalizeEmail(email))] : [])));
  if (ids.size === 0) return () => undefined;
  const found = await commit.getAll(...[...ids].map((id) => invites.doc(id)));
  const open = found.filter((invite) => {
    const createdAt = parseOrgInvite(invite.data())?.createdAt;
    const isYounger = createdAt !== undefined && versionAt(createdAt) / 1000 > until;
    return invite.exists && (invite.get('acceptedAt') ?? null) === null && !isYounger;
  });
  return ({ actor, reason }) => {
    for (const invite of open) {
      commit.delete(invite.ref);
      createAuditEntry(store.ofOrg(orgId), commit, null, {
        type: 'invite-withdrawn',
        uid: null,
        email: textIn(invite.get('email')),
        before: offered(textIn(invite.get('role'))),
        after: null,
        actor,
        reason: [
          inviteReason(invite.id),
          reason ?? 'The access of the person who was invited has been lowered.',
        ].join(': '),
        outcome: 'applied',
      });
    }
  };
}

export const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);
