import {
  type DocumentSnapshot,
  FieldValue,
  Timestamp,
  type Transaction,
} from 'firebase-admin/firestore';
import {
  type ExpectedAccess,
  type GrantRefusal,
  holdsTopRoleForGood,
  millisOf,
  type Principal,
  parseMarker,
  parseUserProfile,
  permits,
  type RefusalDetails,
  type RoleTable,
  rankOf,
  readAccessSettings,
  readGrant,
  refuseRoleChange,
  versionAt,
} from '../../core/index.ts';
import { auditStateOf, createAuditEntry, type NewAuditEntry } from '../audit/write-entry.ts';
import type { Store, UserData } from '../firebase/store.ts';
import { type Caller, checkAccess } from '../guards/check-access.ts';
import { readInvitesToClose } from '../invites/close-invites.ts';
import { principalOf, roleOfTarget } from './role-that-counts.ts';
import { hasOtherTopRole, topRoleHolders } from './top-role-holders.ts';

/** What is to become of a person's access; what is absent stays as it is. */
export interface PersonEdit {
  /** The role to give; null takes it away. */
  readonly role?: string | null;
  /** With `role`: when the grant ends, in milliseconds since the Unix epoch; absent or null for never. */
  readonly expiresAt?: number | null | undefined;
  readonly disabled?: boolean;
  /** Whether every session ends with this edit. */
  readonly endSessions?: boolean | undefined;
}

export interface PersonChange {
  /** Account id of who asks. */
  readonly actor: string;
  /** Their token; for a job on their behalf, what it was when the job began. */
  readonly caller: Caller;
  /** Account id of who is changed. */
  readonly uid: string;
  readonly edit: PersonEdit;
  /** What stood there when the change was decided on; another state is left alone. */
  readonly expected?: ExpectedAccess | undefined;
  /** Why, for the audit log. */
  readonly reason?: string | null | undefined;
  /** Id of this change, unique; stored with the revision. */
  readonly changeId: string;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: number;
}

/** What came of asking for a change. */
export type ChangeOutcome =
  | { readonly outcome: 'written' | 'already-so' }
  | { readonly outcome: 'refused'; readonly reason: GrantRefusal }
  /** The caller may not be here at all. */
  | { readonly outcome: 'turned-away'; readonly refusal: RefusalDetails }
  /** The document is not what the change was decided on any more. */
  | ({ readonly outcome: 'changed-meanwhile' } & ChangedMeanwhile)
  | { readonly outcome: 'no-such-person' };

/** What stands there instead, and who made it so, as far as the document says. */
export interface ChangedMeanwhile {
  readonly current: ExpectedAccess;
  readonly changedBy: string | null;
  /** Milliseconds since the Unix epoch. */
  readonly changedAt: number | null;
}

/**
 * Whether the actor may change anybody at all, by plain reads: only for these does `changePerson` begin a
 * transaction. What a transaction reads it locks, and an account without any permission must not be able
 * to hold up the others.
 *
 * @returns why not; null when they may ask.
 */
export async function refuseActor(
  store: Store,
  roles: RoleTable,
  change: PersonChange,
): Promise<Extract<ChangeOutcome, { outcome: 'refused' | 'turned-away' }> | null> {
  const { actor, caller, uid, edit, now } = change;
  const [actorDoc, settingsDoc] = (await store.db.getAll(store.user(actor), store.settings)) as [
    DocumentSnapshot,
    DocumentSnapshot,
  ];
  const user = store.dataOf(actorDoc) ?? null;
  const facts = { settings: readAccessSettings(settingsDoc.data(), now), user };
  const refusal = checkAccess(roles, MAY_BE_HERE, caller, facts, now);
  if (refusal !== null) return { outcome: 'turned-away', refusal };
  if (actor === uid && onlyEndsSessions(edit)) return null;
  const { role } = actorOf(roles, change, user);
  return permits(roles, role, roles.grantPermission)
    ? null
    : { outcome: 'refused', reason: 'not-allowed' };
}

/**
 * Writes a change of access to `users/{uid}`, if the actor's role in `users/{actor}` allows it at the
 * moment of the commit. One transaction: of two people who take each other's role at the same time,
 * the second one finds that they may no longer. Everybody may end their own sessions.
 */
export function changePerson(
  store: Store,
  roles: RoleTable,
  change: PersonChange,
): Promise<ChangeOutcome> {
  const { actor, caller, uid, edit, expected, now } = change;
  const target = store.user(uid);
  return store.db.runTransaction(async (transaction): Promise<ChangeOutcome> => {
    const [actorDoc, targetDoc, settingsDoc, markerDoc] = (await transaction.getAll(
      store.user(actor),
      target,
      store.settings,
      store.marker(uid),
    )) as [DocumentSnapshot, DocumentSnapshot, DocumentSnapshot, DocumentSnapshot];

    const user = store.dataOf(actorDoc) ?? null;
    const data = store.dataOf(targetDoc);
    const facts = { settings: readAccessSettings(settingsDoc.data(), now), user };
    const refusal = checkAccess(roles, MAY_BE_HERE, caller, facts, now);
    if (refusal !== null) return { outcome: 'turned-away', refusal };
    if (actor !== uid || !onlyEndsSessions(edit)) {
      const reason = refuseRoleChange(roles, {
        actor: actorOf(roles, change, user),
        target: { uid, role: roleOfTarget(data) },
        role: edit.role ?? null,
        expiresAt: secondsOf(edit.expiresAt ?? null),
      });
      if (reason !== null) return { outcome: 'refused', reason };
      if (data === undefined) return { outcome: 'no-such-person' };
    }
    // An attempt that took effect, although its answer was lost.
    if (data?.changeId === change.changeId) return { outcome: 'written' };
    if (expected !== undefined && !isExpected(data, expected)) {
      return { outcome: 'changed-meanwhile', ...changeOf(data) };
    }
    if (isUnchanged(data, edit)) return { outcome: 'already-so' };
    if (await leavesNobody(store, roles, transaction, uid, data, edit)) {
      return { outcome: 'refused', reason: 'last-owner' };
    }
    const closeInvites = lowersAccess(roles, data, edit)
      ? await readInvitesToClose(store, transaction, addressesOf(data, markerDoc))
      : null;
    // The target is there, but for somebody without a document who ends their own sessions.
    transaction.set(target, store.fieldsOf(fieldsOf(change)), { merge: true });
    const entry = entryOf(change, user, data);
    createAuditEntry(store, transaction, change.changeId, entry);
    closeInvites?.({ actor: entry.actor, reason: change.reason ?? null });
    return { outcome: 'written' };
  });
}

/** Who acts, by their document and never by their token. */
function actorOf(
  roles: RoleTable,
  { actor, now }: PersonChange,
  user: Readonly<Record<string, unknown>> | null,
): Principal {
  return principalOf(roles, actor, user ?? undefined, now);
}

/** What stands in the document, as a caller may have seen it. */
export function accessIn(data: UserData): ExpectedAccess {
  const { role, roleExpiresAt, disabled = false } = data ?? {};
  return {
    role: typeof role === 'string' ? role : null,
    expiresAt: roleExpiresAt instanceof Timestamp ? roleExpiresAt.toMillis() : null,
    disabled: disabled !== false,
  };
}

function isExpected(data: UserData, expected: ExpectedAccess): boolean {
  const { role, expiresAt, disabled } = accessIn(data);
  return (
    role === expected.role && expiresAt === expected.expiresAt && disabled === expected.disabled
  );
}

function changeOf(data: UserData): ChangedMeanwhile {
  const { updatedBy, updatedAt } = parseUserProfile(data);
  return {
    current: accessIn(data),
    changedBy: updatedBy,
    changedAt: updatedAt === null ? null : millisOf(versionAt(updatedAt)),
  };
}

/** Whether the edit takes something away: an invite of before must not give it back. */
function lowersAccess(roles: RoleTable, data: UserData, { role, disabled }: PersonEdit): boolean {
  const before = rankOf(roles, roleOfTarget(data));
  return disabled === true || (role !== undefined && rankOf(roles, role) < before);
}

/** The addresses of the document and, by the marker, of Firebase Auth. */
function addressesOf(data: UserData, marker: DocumentSnapshot): readonly string[] {
  const { email } = parseUserProfile(data);
  return [email, parseMarker(marker.data())?.email ?? null].filter((one) => one !== null);
}

/** Any sign-in that still counts; what its role may do is a question of rank. */
const MAY_BE_HERE = { permission: null, check: 'document' } as const;

function onlyEndsSessions({ role, disabled, endSessions }: PersonEdit): boolean {
  return role === undefined && disabled === undefined && endSessions === true;
}

/** Whether the document says all of this already. Sessions can always end once more. */
function isUnchanged(data: UserData, { role, expiresAt, disabled, endSessions }: PersonEdit) {
  if (endSessions) return false;
  const { role: stored, disabled: off = false } = data ?? {};
  const sameRole =
    role === undefined || ((stored ?? null) === role && storedEnd(data) === (expiresAt ?? null));
  return sameRole && (disabled === undefined || off === disabled);
}

/** Whether nobody would hold the top role for good any more. */
async function leavesNobody(
  store: Store,
  roles: RoleTable,
  transaction: Transaction,
  uid: string,
  data: UserData,
  { role, expiresAt, disabled }: PersonEdit,
): Promise<boolean> {
  const { grant } = readGrant(roles, data ?? {});
  if (!holdsTopRoleForGood(roles, grant)) return false;
  const after = role === undefined ? grant : { role, expiresAt: expiresAt ?? null };
  if (disabled !== true && holdsTopRoleForGood(roles, after)) return false;
  const holders = await transaction.get(topRoleHolders(store, roles));
  return !(await hasOtherTopRole(store, roles, holders, uid, (references) =>
    transaction.getAll(...references),
  ));
}

/** What the log says of it, with the names of this moment. */
function entryOf(
  { actor, uid, edit, reason = null, now }: PersonChange,
  by: UserData | null,
  data: UserData,
): NewAuditEntry {
  const { role, expiresAt = null, disabled, endSessions } = edit;
  const before = auditStateOf(data);
  const after = {
    role: role === undefined ? (before?.role ?? null) : role,
    expiresAt: role === undefined ? (before?.expiresAt ?? null) : secondsOf(expiresAt),
    disabled: disabled ?? before?.disabled ?? false,
    sessionsRevokedAt: endSessions ? secondsOf(now) : (before?.sessionsRevokedAt ?? null),
  };
  const type =
    role !== undefined
      ? 'token-claims-change'
      : disabled === undefined
        ? 'session-revoked'
        : disabled
          ? 'account-disabled'
          : 'account-enabled';
  return {
    type,
    uid,
    before,
    after,
    actor: { kind: 'person', uid: actor, ...nameOf(by) },
    reason,
    ...nameOf(data),
  };
}

const secondsOf = (ms: number | null) => (ms === null ? null : Math.floor(ms / 1000));

function nameOf(person: UserData | null) {
  const { displayName, email } = parseUserProfile(person);
  return { name: displayName, email };
}

function fieldsOf({ actor, edit, changeId }: PersonChange) {
  const { role, expiresAt = null, disabled, endSessions } = edit;
  const now = FieldValue.serverTimestamp();
  return {
    ...(role !== undefined && {
      role,
      roleExpiresAt: expiresAt === null ? null : Timestamp.fromMillis(expiresAt),
    }),
    ...(disabled !== undefined && { disabled }),
    ...(endSessions && { sessionsRevokedAt: now }),
    updatedAt: now,
    updatedBy: actor,
    changeId,
  };
}

/** When the grant ends, in milliseconds since the Unix epoch; null for never, NaN for unreadable. */
function storedEnd(data: UserData): number | null {
  const end: unknown = data?.roleExpiresAt ?? null;
  if (end === null) return null;
  return end instanceof Timestamp ? end.toMillis() : Number.NaN;
}
