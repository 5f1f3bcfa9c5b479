import { FieldValue } from 'firebase-admin/firestore';
import {
  type AccessSettings,
  type Actor,
  type AuditState,
  type AuditType,
  type ExpectedAccess,
  isPermanentOwner,
  type Milliseconds,
  type OrgTable,
  type Principal,
  parseUserProfile,
  type RefusalDetails,
  type RoleTable,
  rankOf,
  readGrant,
  refuseRoleChange,
  secondsOf,
} from '../../core/index.ts';
import type { EditRefusal } from '../edit/order.ts';
import {
  accessFields,
  accessIn,
  changeOf,
  givesAccess,
  isExpected,
  isOver,
  isUnchanged,
  pastEnd,
} from '../edit/plan-edit.ts';
import { auditStateOf, type NewAuditEntry } from '../firebase/audit-entry.ts';
import type { UserData } from '../firebase/store.ts';
import { type Caller, checkAccess } from '../guards/check-access.ts';
import { principalOf, roleOfTarget } from '../guards/principals.ts';
import { inviteReason } from '../invites/invite-document.ts';
import type { Source } from '../sync/ports.ts';

/** What is to become of a membership; what is absent stays as it is. */
export interface MembershipEdit {
  /** The role to give; null removes the membership. @default the role stays */
  readonly role?: string | null;
  /** With `role`: when the membership ends, in milliseconds since the Unix epoch; null for never. @default null */
  readonly expiresAt?: Milliseconds | null | undefined;
  /** Whether the membership is disabled. @default it stays as it is */
  readonly disabled?: boolean;
}

/** The author of a change, which decides about the refusals. */
export type MembershipBy =
  /** A signed-in person: their own membership, account and sessions decide, and the lockdown, by the documents. */
  | { readonly kind: 'person'; readonly caller: Caller }
  /** An operator, or the app's own server: outranks all members, and makes the first one. */
  | { readonly kind: 'operator' }
  /** An invite that the person takes, by its id. */
  | { readonly kind: 'invite'; readonly inviteId: string };

/** A change of a membership to make. */
export interface MembershipOrder {
  readonly orgId: string;
  /** Account id of the member. */
  readonly uid: string;
  readonly edit: MembershipEdit;
  readonly by: MembershipBy;
  /** What stood there when it was decided on; another state is left alone. @default any state is overwritten */
  readonly expected?: ExpectedAccess | undefined;
  /** Why, for the audit log. @default null */
  readonly reason?: string | null | undefined;
  /** Unique id of this change, stored with the revision. */
  readonly changeId: string;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

/**
 * Why a membership is not changed; nothing has been written then.
 *
 * @example
 * const result = await access.editMembership({ orgId, uid, role: 'owner', by: caller });
 * if (result.outcome === 'forbidden') console.error(orgRefusalSentence(config.orgs, result.reason));
 */
export type MembershipRefusal =
  | Exclude<EditRefusal, { readonly outcome: 'already-undone' }>
  | { readonly outcome: 'no-such-member' };

/** What is known of a member's name, and stored where the app's documents have profiles. */
export interface MemberProfile {
  readonly displayName: string | null;
  readonly email: string | null;
}

/** Everything that a change of a membership is decided by. */
export interface MembershipScene {
  /** The membership, under the default names. */
  readonly member: Source;
  /** Of the caller. */
  readonly actor?: CallerDocuments | undefined;
  readonly settings: AccessSettings;
  /** Whether there is such an account. */
  readonly hasAccount: boolean;
  /** What a new membership says of its member; null where it says nothing. */
  readonly profile: MemberProfile | null;
}

/** What to write, or why not. */
export type MembershipPlan =
  | MembershipRefusal
  /** The membership says so. */
  | { readonly outcome: 'already-so' }
  /** An attempt that took effect, although its answer was lost. */
  | { readonly outcome: 'made-before' }
  | {
      readonly outcome: 'write';
      /** Fields of the membership, under the default names; null removes it. */
      readonly fields: Readonly<Record<string, unknown>> | null;
      readonly entry: NewAuditEntry;
      /** Whether it takes something away: an invite of before must not give it back. */
      readonly lowersAccess: boolean;
    };

/** The two tables that decide: of the app, for the lockdown, and of its organisations. */
export interface MembershipTables {
  readonly roles: RoleTable;
  readonly orgs: OrgTable;
}

/**
 * Decides on a change of a membership: the one place for every way in which one changes, but by hand. A pure
 * function of what was read.
 *
 * @param hasOtherOwner whether another member holds the top role for good; only asked for by the answer
 *   `last-owner`, so plan with false first.
 */
export function planMembership(
  tables: MembershipTables,
  scene: MembershipScene,
  order: MembershipOrder,
  hasOtherOwner: boolean,
): MembershipPlan {
  const { orgs } = tables;
  const { data } = scene.member;
  const { edit, expected } = order;
  const refusal = refuseAsker(tables, scene, order);
  if (refusal !== null) return refusal;
  if (data?.changeId === order.changeId) return { outcome: 'made-before' };
  if (expected !== undefined && !isExpected(data, expected)) {
    return { outcome: 'changed-meanwhile', ...changeOf(data) };
  }
  const isRemoval = edit.role === null;
  if (isRemoval ? data === null : data !== null && isUnchanged(data, edit)) {
    return { outcome: 'already-so' };
  }
  if (data === null && (edit.role ?? null) === null) return { outcome: 'no-such-member' };
  if (data === null && !scene.hasAccount) return { outcome: 'no-such-person' };

  const given = isRemoval ? null : readGrant(orgs, { ...data, ...accessFields(edit) });
  if (given !== null && givesAccess(edit)) {
    const problem = isOver(edit, order.now) ? pastEnd(orgs, edit) : given.problem;
    if (problem !== null) return { outcome: 'cannot-apply', problem };
  }
  const stepsDown =
    isPermanentOwner(orgs, readGrant(orgs, data ?? {}).grant) &&
    !isPermanentOwner(orgs, given?.grant ?? null);
  if (stepsDown && !hasOtherOwner) return { outcome: 'forbidden', reason: 'last-owner' };
  return {
    outcome: 'write',
    fields: isRemoval ? null : fieldsOf(scene, order),
    entry: entryOf(scene, order),
    lowersAccess: order.by.kind !== 'invite' && lowersAccess(orgs, data, edit),
  };
}

/** Any sign-in that still counts; what the membership allows is a question of rank. */
const MAY_BE_HERE = { permission: null, check: 'document' } as const;

/** The documents that say what a caller may do in an organisation. */
export interface CallerDocuments {
  readonly user: UserData;
  /** Their membership in it. */
  readonly member: UserData;
}

/** The caller as a member of the organisation, or why their session is not accepted. */
export function callerIn(
  { roles, orgs }: MembershipTables,
  caller: Caller,
  { user, member }: CallerDocuments,
  settings: AccessSettings,
  now: Milliseconds,
): { readonly actor: Principal } | { readonly refusal: RefusalDetails } {
  const facts = { settings, user: user ?? null };
  const refusal = checkAccess(roles, MAY_BE_HERE, caller, facts, now);
  if (refusal !== null) return { refusal };
  // The account's document is gone when the account is; its last tokens are not yet.
  return { actor: principalOf(orgs, caller.uid, user === undefined ? undefined : member, now) };
}

/**
 * What stands in the way of a caller, whatever stands in the membership: the same for an organisation that there is
 * and for any other.
 */
function refuseAsker(
  tables: MembershipTables,
  { member, actor = NO_DOCUMENTS, settings }: MembershipScene,
  { uid, edit, by, now }: MembershipOrder,
): MembershipRefusal | null {
  if (by.kind !== 'person') return null;
  const { caller } = by;
  const found = callerIn(tables, caller, actor, settings, now);
  if ('refusal' in found) return { outcome: 'unauthenticated', refusal: found.refusal };
  // Every member may leave.
  if (caller.uid === uid && edit.role === null) return null;
  const reason = refuseRoleChange(tables.orgs, {
    actor: found.actor,
    target: { uid, role: roleOfTarget(member.data ?? undefined) },
    role: edit.role ?? null,
    expiresAt: wholeSeconds(edit.expiresAt ?? null),
  });
  if (reason !== null) return { outcome: 'forbidden', reason };
  // Members come by invites, which they accept.
  return member.data === null ? { outcome: 'no-such-member' } : null;
}

const NO_DOCUMENTS: CallerDocuments = { user: undefined, member: undefined };

/**
 * Whether an edit lowers a rank, ends or disables. What is given, an expired higher role notwithstanding, takes
 * nothing away.
 */
export function lowersAccess(
  orgs: OrgTable,
  data: Source['data'],
  { role, disabled }: MembershipEdit,
): boolean {
  const before = rankOf(orgs, roleOfTarget(data ?? undefined));
  return disabled === true || role === null || (role !== undefined && rankOf(orgs, role) < before);
}

function fieldsOf(
  { member, profile }: MembershipScene,
  { uid, edit, by, changeId }: MembershipOrder,
) {
  const now = FieldValue.serverTimestamp();
  const started = { roleExpiresAt: null, disabled: false, createdAt: now, ...profile };
  return {
    ...(member.data === null && started),
    ...accessFields(edit),
    uid,
    updatedAt: now,
    updatedBy: by.kind === 'person' ? by.caller.uid : by.kind === 'invite' ? uid : null,
    changeId,
  };
}

/** What the organisation's log says of it, with the names of this moment. */
function entryOf(
  scene: MembershipScene,
  { uid, edit, by, reason }: MembershipOrder,
): NewAuditEntry {
  const { data } = scene.member;
  const before = auditStateOf(data ?? undefined);
  const { displayName, email } =
    data === null ? (scene.profile ?? NAMELESS) : parseUserProfile(data);
  const after = edit.role === null ? null : auditStateOf({ ...data, ...accessFields(edit) });
  return {
    type: by.kind === 'invite' ? 'invite-accepted' : typeOfChange(before, after),
    uid,
    name: displayName,
    email,
    before,
    after,
    actor: actorOf(uid, by, scene),
    reason: by.kind === 'invite' ? inviteReason(by.inviteId) : (reason ?? null),
    outcome: 'applied',
  };
}

const NAMELESS: MemberProfile = { displayName: null, email: null };

function actorOf(uid: string, by: MembershipBy, { actor }: MembershipScene): Actor {
  if (by.kind === 'operator') return { kind: 'service', uid: null };
  if (by.kind === 'invite') return { kind: 'person', uid };
  const { displayName: name, email } = parseUserProfile(actor?.member);
  return { kind: 'person', uid: by.caller.uid, name, email };
}

/** What a change is first of all: the membership itself, else its role, else its lock. */
export function typeOfChange(before: AuditState | null, after: AuditState | null): AuditType {
  if (after === null) return 'member-removed';
  if (before === null) return 'member-added';
  const sameRole = before.role === after.role && before.expiresAt === after.expiresAt;
  if (!sameRole || before.disabled === after.disabled) return 'token-claims-change';
  return after.disabled ? 'member-disabled' : 'member-enabled';
}

/** The membership as it is after a change, for the one who asked for it. */
export function stateAfter(
  data: Source['data'],
  { role, expiresAt = null, disabled }: MembershipEdit,
): ExpectedAccess {
  if (role === null) return accessIn(undefined);
  const before = accessIn(data);
  return {
    role: role ?? before.role,
    expiresAt: role === undefined ? before.expiresAt : expiresAt,
    disabled: disabled ?? before.disabled,
  };
}

const wholeSeconds = (ms: Milliseconds | null) => (ms === null ? null : secondsOf(ms));
