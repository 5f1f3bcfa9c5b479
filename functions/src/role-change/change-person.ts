import {
  ACCESS_SETTINGS_PATH,
  type GrantRefusal,
  holdsTopRoleForGood,
  parseUserProfile,
  type RefusalDetails,
  type RoleTable,
  readAccessSettings,
  readGrant,
  refuseRoleChange,
  userPath,
} from '@live-claims/contract';
import {
  type DocumentSnapshot,
  FieldValue,
  type Firestore,
  Timestamp,
  type Transaction,
} from 'firebase-admin/firestore';
import { auditStateOf, createAuditEntry, type NewAuditEntry } from '../audit/write-entry.ts';
import { type Caller, checkAccess } from '../guards/check-access.ts';
import { roleOfActor, roleOfTarget } from './role-that-counts.ts';
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
  /** Their token; absent for a job on their behalf, which was checked when it began. */
  readonly caller?: Caller;
  /** Account id of who is changed. */
  readonly uid: string;
  readonly edit: PersonEdit;
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
  | { readonly outcome: 'no-such-person' };

/**
 * Writes a change of access to `users/{uid}`, if the actor's role in `users/{actor}` allows it at the
 * moment of the commit. One transaction: of two people who take each other's role at the same time,
 * the second one finds that they may no longer. Everybody may end their own sessions.
 */
export function changePerson(
  db: Firestore,
  roles: RoleTable,
  change: PersonChange,
): Promise<ChangeOutcome> {
  const { actor, caller, uid, edit, now } = change;
  const target = db.doc(userPath(uid));
  return db.runTransaction(async (transaction): Promise<ChangeOutcome> => {
    const [actorDoc, targetDoc, settingsDoc] = (await transaction.getAll(
      db.doc(userPath(actor)),
      target,
      db.doc(ACCESS_SETTINGS_PATH),
    )) as [DocumentSnapshot, DocumentSnapshot, DocumentSnapshot];

    const user = actorDoc.data() ?? null;
    if (caller !== undefined) {
      const facts = { settings: readAccessSettings(settingsDoc.data(), now), user };
      const refusal = checkAccess(roles, MAY_BE_HERE, caller, facts, now);
      if (refusal !== null) return { outcome: 'turned-away', refusal };
    }
    if (actor !== uid || !onlyEndsSessions(edit)) {
      const reason = refuseRoleChange(roles, {
        actor: { uid: actor, role: roleOfActor(roles, user ?? undefined, now) },
        target: { uid, role: roleOfTarget(targetDoc.data()) },
        role: edit.role ?? null,
      });
      if (reason !== null) return { outcome: 'refused', reason };
      if (!targetDoc.exists) return { outcome: 'no-such-person' };
    }
    if (saysSo(targetDoc, edit)) return { outcome: 'already-so' };
    if (await leavesNobody(db, roles, transaction, targetDoc, edit)) {
      return { outcome: 'refused', reason: 'last-owner' };
    }
    // The target is there, but for somebody without a document who ends their own sessions.
    transaction.set(target, fieldsOf(change), { merge: true });
    createAuditEntry(db, transaction, change.changeId, entryOf(change, actorDoc, targetDoc));
    return { outcome: 'written' };
  });
}

/** Any sign-in that still counts; what its role may do is a question of rank. */
const MAY_BE_HERE = { permission: null, strength: 'now' } as const;

function onlyEndsSessions({ role, disabled, endSessions }: PersonEdit): boolean {
  return role === undefined && disabled === undefined && endSessions === true;
}

/** Whether the document says all of this already. Sessions can always end once more. */
function saysSo(
  document: DocumentSnapshot,
  { role, expiresAt, disabled, endSessions }: PersonEdit,
) {
  if (endSessions) return false;
  const { role: stored, disabled: off = false } = document.data() ?? {};
  const sameRole =
    role === undefined ||
    ((stored ?? null) === role && storedEnd(document) === (expiresAt ?? null));
  return sameRole && (disabled === undefined || off === disabled);
}

/** Whether nobody would hold the top role for good any more. */
async function leavesNobody(
  db: Firestore,
  roles: RoleTable,
  transaction: Transaction,
  target: DocumentSnapshot,
  { role, expiresAt, disabled }: PersonEdit,
): Promise<boolean> {
  const { grant } = readGrant(roles, target.data() ?? {});
  if (!holdsTopRoleForGood(roles, grant)) return false;
  const after = role === undefined ? grant : { role, expiresAt: expiresAt ?? null };
  if (disabled !== true && holdsTopRoleForGood(roles, after)) return false;
  return !hasOtherTopRole(roles, await transaction.get(topRoleHolders(db, roles)), target.id);
}

/** What the log says of it, with the names of this moment. */
function entryOf(
  { actor, uid, edit, reason = null, now }: PersonChange,
  actorDoc: DocumentSnapshot,
  targetDoc: DocumentSnapshot,
): NewAuditEntry {
  const { role, expiresAt = null, disabled, endSessions } = edit;
  const before = auditStateOf(targetDoc.data());
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
    actor: { kind: 'person', uid: actor, ...nameOf(actorDoc) },
    reason,
    ...nameOf(targetDoc),
  };
}

const secondsOf = (ms: number | null) => (ms === null ? null : Math.floor(ms / 1000));

function nameOf(person: DocumentSnapshot) {
  const { displayName, email } = parseUserProfile(person.data());
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
function storedEnd(document: DocumentSnapshot): number | null {
  const end: unknown = document.get('roleExpiresAt') ?? null;
  if (end === null) return null;
  return end instanceof Timestamp ? end.toMillis() : Number.NaN;
}
