import { FieldValue, Timestamp } from 'firebase-admin/firestore';
import {
  type AccessSettings,
  type Actor,
  type AuditType,
  type ChangedMeanwhile,
  type ExpectedAccess,
  type Grant,
  isCleanText,
  isPermanentOwner,
  isTimestamp,
  type Milliseconds,
  millisecondsOf,
  millisOf,
  type Problem,
  parseUserProfile,
  type RoleTable,
  rankOf,
  readGrant,
  refuseRoleChange,
  secondsOf,
  showValue,
  storableProfile,
  TEXT_LIMITS,
  versionAt,
} from '../../core/index.ts';
import { auditStateOf, type NewAuditEntry } from '../firebase/audit-entry.ts';
import type { UserData } from '../firebase/store.ts';
import { checkAccess } from '../guards/check-access.ts';
import { principalOf, roleOfTarget } from '../guards/principals.ts';
import { inviteReason } from '../invites/invite-document.ts';
import { planSync } from '../sync/plan-sync.ts';
import type { Account, Source } from '../sync/ports.ts';
import { isSameRevision } from '../sync/sync-user.ts';
import type { AccessEdit, DocumentStart, EditOrder, EditRefusal, UndoneChange } from './order.ts';

/** Everything that an edit is decided by. */
export interface Scene {
  /** `users/{uid}` of the person, under the default names. */
  readonly target: Source;
  /** Of the one who asks; undefined for none. */
  readonly actor: UserData;
  readonly settings: AccessSettings;
  /** The user's account; null for none, undefined where it was not read. */
  readonly account: Account | null | undefined;
  /** With an undo: whether and how the access was changed since, by the audit log. @default not changed */
  readonly since?: 'undone' | 'changed' | undefined;
}

/** What to write, or why not. */
export type EditPlan =
  | EditRefusal
  /** The document says so. */
  | { readonly outcome: 'already-so' }
  /** An attempt that took effect, although its answer was lost. */
  | { readonly outcome: 'made-before' }
  | {
      readonly outcome: 'write';
      /** Fields of `users/{uid}`, under the default names. */
      readonly fields: Readonly<Record<string, unknown>>;
      readonly entry: NewAuditEntry;
      /** Whether the edit takes something away: an invite of before must not give it back. */
      readonly lowersAccess: boolean;
    };

/**
 * Decides on an edit of a person's access: the one place for every way in which access changes. A pure
 * function of what was read.
 *
 * @param hasOtherOwner whether another person holds the top role for good; only asked for by the answer
 *   `last-owner`, so plan with false first.
 */
export function planEdit(
  roles: RoleTable,
  scene: Scene,
  order: EditOrder,
  hasOtherOwner: boolean,
): EditPlan {
  const { data, version } = scene.target;
  const { edit, expected, revision } = order;
  const refusal = refuseAsker(roles, scene, order);
  if (refusal !== null) return refusal;
  if (data?.changeId === order.changeId) return { outcome: 'made-before' };
  const isMoved = revision !== undefined && !isSameRevision(scene.target, revision);
  if (isMoved || (expected !== undefined && !isExpected(data, expected))) {
    return { outcome: 'changed-meanwhile', ...changeOf(data) };
  }
  if (order.undoes !== undefined) {
    if (scene.since === 'undone') return { outcome: 'already-undone', ...changeOf(data) };
    if (scene.since === 'changed' || !isAsChanged(data, order.undoes)) {
      return { outcome: 'changed-meanwhile', ...changeOf(data) };
    }
  }
  const enablesInAuth = edit.disabled === false && scene.account?.disabled === true;
  if (order.by.kind !== 'sign-up' && !enablesInAuth && isUnchanged(data, edit)) {
    return { outcome: 'already-so' };
  }

  const after = { ...data, ...accessFields(edit) };
  const given = readGrant(roles, after);
  // A sign-up is written whatever comes of it: the marker says what is wrong.
  if (givesAccess(edit) && order.by.kind !== 'sign-up') {
    if (isOver(edit, order.now)) {
      return { outcome: 'cannot-apply', problem: pastEnd(roles, edit) };
    }
    // When sessions end is for the server to say.
    const told = edit.endSessions ? { ...after, sessionsRevokedAt: null } : after;
    const at = Math.max(version + 1, order.now * 1000);
    const problem = given.problem ?? problemOfClaims(roles, scene, { data: told, version: at });
    if (problem !== null) return { outcome: 'cannot-apply', problem };
  }
  const stepsDown =
    isPermanentOwner(roles, readGrant(roles, data ?? {}).grant) &&
    !isPermanentOwner(roles, given.grant);
  if (stepsDown && !hasOtherOwner) return { outcome: 'forbidden', reason: 'last-owner' };
  return {
    outcome: 'write',
    fields: fieldsOf(order),
    entry: entryOf(scene, order),
    lowersAccess: lowersAccess(roles, data, order),
  };
}

/** Any sign-in that still counts; what its role may do is a question of rank. */
const MAY_BE_HERE = { permission: null, check: 'document' } as const;

/** What stands in the way of the one who asks, whatever stands in the document. */
function refuseAsker(
  roles: RoleTable,
  { target, actor, settings }: Scene,
  { uid, edit, by, now }: EditOrder,
): EditPlan | null {
  if (by.kind === 'expiry') {
    return hasExpiredGrant(roles, target.data ?? {}, now) ? null : { outcome: 'already-so' };
  }
  if (by.kind === 'operator') {
    const isNobody = target.data === null && !by.prepare;
    return isNobody ? { outcome: 'no-such-person' } : null;
  }
  if (by.kind !== 'person' && by.kind !== 'job') return null;
  const { caller } = by;
  const refusal = checkAccess(roles, MAY_BE_HERE, caller, { settings, user: actor ?? null }, now);
  if (refusal !== null) return { outcome: 'unauthenticated', refusal };
  // Every user may end their own sessions.
  if (caller.uid === uid && onlyEndsSessions(edit)) return null;
  const reason = refuseRoleChange(roles, {
    actor: principalOf(roles, caller.uid, actor, now),
    target: { uid, role: roleOfTarget(target.data ?? undefined) },
    role: edit.role ?? null,
    expiresAt: wholeSeconds(edit.expiresAt ?? null),
  });
  if (reason !== null) return { outcome: 'forbidden', reason };
  return target.data === null ? { outcome: 'no-such-person' } : null;
}

/**
 * Whether the document holds a grant that is over, also of a disabled person, and nothing that cannot be
 * read: that is for a person to look at.
 *
 * @param now in milliseconds since the Unix epoch.
 */
export function hasExpiredGrant(
  roles: RoleTable,
  document: Readonly<Record<string, unknown>>,
  now: Milliseconds,
): boolean {
  const { roleExpiresAt: end, disabled = false } = document;
  if (!isTimestamp(end) || millisecondsOf(end.seconds) > now || typeof disabled !== 'boolean')
    return false;
  return readGrant(roles, { ...document, disabled: false }).problem === null;
}

/** What stands in the document, as a caller may have seen it. */
export function accessIn(data: Source['data'] | undefined): ExpectedAccess {
  const { role, roleExpiresAt, disabled = false } = data ?? {};
  return {
    role: typeof role === 'string' ? role : null,
    expiresAt: roleExpiresAt instanceof Timestamp ? roleExpiresAt.toMillis() : null,
    disabled: disabled !== false,
  };
}

/** Whether the document says what the caller saw. */
export function isExpected(data: Source['data'], expected: ExpectedAccess): boolean {
  const { role, expiresAt, disabled } = accessIn(data);
  return (
    role === expected.role && expiresAt === expected.expiresAt && disabled === expected.disabled
  );
}

/** Whether the document still says what a change has made of it; ends of roles in whole seconds, as the log has them. */
function isAsChanged(data: Source['data'], { after, direct }: UndoneChange): boolean {
  const now = auditStateOf(data ?? undefined);
  if (now === null || now.disabled !== after.disabled) return false;
  if (direct && after.disabled) return true;
  return now.role === after.role && now.expiresAt === after.expiresAt;
}

/** What stands there instead of what was expected, with the author as far as the document names one. */
export function changeOf(data: Source['data']): ChangedMeanwhile {
  const { updatedBy, updatedAt } = parseUserProfile(data);
  return {
    current: accessIn(data),
    changedBy: updatedBy,
    changedByName: null,
    changedAt: updatedAt === null ? null : millisOf(versionAt(updatedAt)),
  };
}

/** Whether the document says all of this already. Sessions can always end once more. */
export function isUnchanged(
  data: Source['data'],
  { role, expiresAt, disabled, endSessions }: AccessEdit,
) {
  if (endSessions) return false;
  const { role: stored = null, roleExpiresAt = null, disabled: off = false } = data ?? {};
  const sameRole =
    role === undefined || (stored === role && endOf(roleExpiresAt) === (expiresAt ?? null));
  return sameRole && (disabled === undefined || off === disabled);
}

/** When the grant ends, in milliseconds since the Unix epoch; null for never, NaN for unreadable. */
function endOf(stored: unknown): number | null {
  if (stored === null) return null;
  return isTimestamp(stored) ? stored.seconds * 1000 + stored.nanoseconds / 1_000_000 : Number.NaN;
}

/** Whatever else stands there, access can be taken away. */
export function givesAccess({ role, disabled }: AccessEdit): boolean {
  return disabled !== true && (disabled === false || (role ?? null) !== null);
}

/** Whether the edit gives a role that is over already. */
export function isOver({ role, expiresAt }: AccessEdit, now: Milliseconds): boolean {
  return (role ?? null) !== null && (expiresAt ?? null) !== null && (expiresAt as number) <= now;
}

/** What is wrong with a role that is over already. */
export function pastEnd({ fields }: RoleTable, { expiresAt }: AccessEdit): Problem {
  return {
    code: 'in-the-past',
    message: 'The end of the role is over already. Give a later one, in milliseconds since 1970.',
    field: fields.expiresAt,
    value: showValue(expiresAt),
  };
}

/** What the sync would say about the account's claims with this document. */
function problemOfClaims(roles: RoleTable, { account }: Scene, source: Source): Problem | null {
  if (!account) return null;
  // Without a marker it says every problem, also one that the marker has said before.
  const { marker } = planSync(roles, { source, account, now: source.version, marker: null });
  return marker?.status === 'rejected' ? marker.problem : null;
}

function lowersAccess(roles: RoleTable, data: Source['data'], { by, edit }: EditOrder): boolean {
  // What is given, an expired higher role notwithstanding, takes nothing away.
  if (by.kind === 'invite' || by.kind === 'sign-up') return false;
  const { role, disabled } = edit;
  const before = rankOf(roles, roleOfTarget(data ?? undefined));
  return disabled === true || role === null || (role !== undefined && rankOf(roles, role) < before);
}

function onlyEndsSessions({ role, disabled, endSessions }: AccessEdit): boolean {
  return role === undefined && disabled === undefined && endSessions === true;
}

/** The fields of an edit, under the default names. */
export function accessFields({ role, expiresAt = null, disabled }: AccessEdit) {
  return {
    ...(role !== undefined && {
      role,
      roleExpiresAt: expiresAt === null ? null : Timestamp.fromMillis(expiresAt),
    }),
    ...(disabled !== undefined && { disabled }),
  };
}

function fieldsOf({ uid, edit, by, changeId }: EditOrder) {
  const now = FieldValue.serverTimestamp();
  const updatedBy = by.kind === 'invite' || by.kind === 'sign-up' ? uid : uidOf(by);
  return {
    ...accessFields(edit),
    ...(edit.endSessions && { sessionsRevokedAt: now }),
    updatedAt: now,
    updatedBy,
    changeId,
  };
}

/** Account id of the one who asks; an operator and the time have none. */
const uidOf = (by: EditOrder['by']) => ('caller' in by ? by.caller.uid : null);

/** What the log says of it, with the names of this moment. */
function entryOf({ target, actor, account }: Scene, order: EditOrder): NewAuditEntry {
  const { uid, edit, by, start, now, undoes, job } = order;
  const before = auditStateOf(target.data ?? undefined);
  const { role = before?.role ?? null, disabled = before?.disabled ?? false } = edit;
  const ended = before?.sessionsRevokedAt ?? start?.sessionsEndedAt ?? null;
  const { email, displayName } =
    target.data === null ? profileIn(start) : parseUserProfile(target.data);
  return {
    type: typeOf(before, account ?? null, edit),
    uid,
    before,
    after: {
      role,
      disabled,
      expiresAt:
        edit.role === undefined
          ? (before?.expiresAt ?? null)
          : wholeSeconds(edit.expiresAt ?? null),
      sessionsRevokedAt: edit.endSessions ? secondsOf(now) : ended,
    },
    actor: actorOf(uid, by, actor),
    reason: reasonOf(order),
    name: displayName,
    email: email ?? account?.email ?? null,
    ...(undoes !== undefined && { undoes: undoes.id }),
    ...(job !== undefined && { job }),
  };
}

function profileIn(start: DocumentStart | undefined) {
  const { displayName = null, email = null } = start?.account ?? {};
  return { email, displayName: storableProfile({ displayName, photoURL: null }).displayName };
}

function actorOf(uid: string, by: EditOrder['by'], actor: UserData): Actor {
  switch (by.kind) {
    case 'person':
    case 'job': {
      const { displayName, email } = parseUserProfile(actor);
      const { token, uid: author } = by.caller;
      // An app may keep no names beside the roles; the token has the account's.
      const name = displayName ?? cleanText(token.name);
      return { kind: 'person', uid: author, name, email: email ?? cleanText(token.email) };
    }
    case 'invite':
      return { kind: 'person', uid };
    case 'sign-up':
      return { kind: 'sign-up', uid };
    case 'operator':
    case 'expiry':
      return { kind: 'service', uid: null };
  }
}

const cleanText = (text: unknown): string | null =>
  typeof text === 'string' && isCleanText(text) ? text.slice(0, TEXT_LIMITS.displayName) : null;

function reasonOf({ by, reason = null }: EditOrder): string | null {
  if (by.kind === 'expiry') return 'The grant has ended.';
  if (by.kind === 'invite') return inviteReason(by.inviteId);
  if (by.kind === 'sign-up') return by.inviteId === null ? null : inviteReason(by.inviteId);
  return reason;
}

/** What the edit is first of all: the role, else the lock, else the sessions. */
function typeOf(
  before: Partial<Grant> | null,
  account: Account | null,
  { role, expiresAt, disabled, endSessions }: AccessEdit,
): AuditType {
  const sameRole =
    role === undefined ||
    (role === (before?.role ?? null) &&
      wholeSeconds(expiresAt ?? null) === (before?.expiresAt ?? null));
  if (!sameRole) return 'token-claims-change';
  const wasDisabled = before?.disabled || (disabled === false && account?.disabled) || false;
  if (disabled !== undefined && disabled !== wasDisabled) {
    return disabled ? 'account-disabled' : 'account-enabled';
  }
  return endSessions ? 'session-revoked' : 'token-claims-change';
}

const wholeSeconds = (ms: Milliseconds | null) => (ms === null ? null : secondsOf(ms));
