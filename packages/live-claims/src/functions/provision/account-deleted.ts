import type { Auth } from 'firebase-admin/auth';
import { FieldValue, type Transaction } from 'firebase-admin/firestore';
import { errorCode } from '../../core/error-code.ts';
import {
  type Actor,
  isUid,
  type Milliseconds,
  type OnAccountDeleted,
  parseMarker,
  parseUserProfile,
  topRole,
} from '../../core/index.ts';
import { hasOtherOwner } from '../edit/commit-edit.ts';
import { createAuditEntry } from '../firebase/audit-entry.ts';
import { readAccount } from '../firebase/known-account.ts';
import type { Store } from '../firebase/store.ts';
import { VerifiedBatch } from '../firebase/verified-commit.ts';
import { readInvitesToClose } from '../invites/end-invites.ts';
import { endMemberships } from '../orgs/end-memberships.ts';
import type { Project } from '../project.ts';
import { syncUser } from '../sync/sync-user.ts';
import { forgetReceipts } from './forget-receipts.ts';

/**
 * An account that is gone, as the event of its deletion describes it. Times in milliseconds since the
 * Unix epoch, NaN where the event does not say.
 */
export interface DeletedAccount {
  readonly uid: string;
  readonly email: string | null;
  readonly createdAt: Milliseconds;
  readonly deletedAt: Milliseconds;
}

export interface AccountEnd {
  readonly outcome: DeletedDocument['outcome'];
  /** Whether it was the last one that held the top role without an end. */
  readonly leavesNoOwner: boolean;
}

/**
 * Does with the document of a deleted account, and with its memberships, what the app wants; deleted or cleared, the next account of
 * that id inherits nothing. The event may come late, more than once, and after the account was made again:
 * then only a document from before that goes, and what the new account is to have is applied to it.
 */
export async function accountDeleted(
  project: Pick<Project, 'auth' | 'store' | 'engine' | 'onAccountDeleted' | 'receipts'>,
  { uid, email, createdAt, deletedAt }: DeletedAccount,
): Promise<AccountEnd> {
  if (!isUid(uid)) return { outcome: 'missing', leavesNoOwner: false };
  const { store, engine, onAccountDeleted = 'clear-access' } = project;
  const successor = await readAccount(project.auth, { uid });
  const madeBefore = successor && Math.min(deletedAt || successor.createdAt, successor.createdAt);
  // Before the document: an entry in it that has a membership comes back.
  if (engine.roles.orgs !== undefined) {
    await endMemberships(store, { uid, document: onAccountDeleted, madeBefore });
  }
  const { outcome, role } = await deleteUserDocument(store, {
    uid,
    actor: UNKNOWN,
    reason: 'The account was deleted.',
    emails: email === null ? [] : [email],
    document: onAccountDeleted,
    keepIfRoleGranted: false,
    madeBefore,
    accountSince: createdAt || 0,
  });
  await forgetReceipts(project, uid);
  if (successor !== null) await syncUser(engine, uid);
  if (role !== topRole(engine.roles)) return { outcome, leavesNoOwner: false };
  const reads = new VerifiedBatch(store.db);
  const leavesNoOwner = !(await hasOtherOwner(store, engine.roles, reads, uid));
  return { outcome, leavesNoOwner };
}

const UNKNOWN = { kind: 'unknown', uid: null } as const;

export interface DeleteOrder {
  readonly uid: string;
  readonly actor: Actor;
  /** Why, for the audit log. */
  readonly reason: string | null;
  /** The addresses that Firebase Auth had for the account; the document's is known. */
  readonly emails: readonly string[];
  /** What becomes of the document. */
  readonly document: OnAccountDeleted;
  /** Whether the document is kept, because it was given a role in the meantime. */
  readonly keepIfRoleGranted: boolean;
  /**
   * Only a document that was there before this moment goes, in milliseconds since the Unix epoch; null
   * for any. A later one belongs to a new account with the id.
   */
  readonly madeBefore?: Milliseconds | null;
  /**
   * When the account that is gone had been made, in milliseconds since the Unix epoch: its deletion is
   * written down once, also where the document had gone before it, unless there is a successor.
   */
  readonly accountSince?: Milliseconds;
}

export interface DeletedDocument {
  readonly outcome: 'deleted' | 'kept' | 'missing' | 'spared';
  /** The role that stood in the document; null for none. */
  readonly role: string | null;
}

/**
 * Does with `users/{uid}` what the app wants of a deleted account's document, with an entry in the audit
 * log, and closes the open invites to its addresses: a later account with one of them starts without a role.
 * The trigger of a change sees to the marker, which stays.
 */
export function deleteUserDocument(store: Store, order: DeleteOrder): Promise<DeletedDocument> {
  const { uid, actor, reason, emails, keepIfRoleGranted, madeBefore = null, accountSince } = order;
  const isDeleted = order.document === 'delete-document';
  const person = store.user(uid);
  return store.db.runTransaction(async (transaction): Promise<DeletedDocument> => {
    const [user, marker] = await transaction.getAll(person, store.marker(uid));
    const previous = parseMarker(marker?.data());
    const data = store.dataOf(user);
    const role: unknown = data?.role ?? null;
    if (user?.exists) {
      if (keepIfRoleGranted && role !== null) return { outcome: 'spared', role: null };
      const isLater = madeBefore !== null && (user.createTime?.toMillis() ?? 0) >= madeBefore;
      if (isLater) return { outcome: 'spared', role: null };
      // What stays is found again by a repeated event, and by that of a deletion by call.
      const isDone = !isDeleted && accountSince !== undefined;
      if (isDone && (await isWrittenDown(store, transaction, uid, accountSince))) {
        return { outcome: 'kept', role: typeof role === 'string' ? role : null };
      }
    } else {
      // A user who never had access leaves no entry.
      const isKnown = accountSince === undefined || madeBefore !== null || previous === null;
      if (isKnown || (await isWrittenDown(store, transaction, uid, accountSince))) {
        return { outcome: 'missing', role: null };
      }
    }
    const { email } = data ?? {};
    const addresses = typeof email === 'string' ? [...emails, email] : emails;
    const closeInvites = await readInvitesToClose(store, transaction, addresses);
    if (user?.exists && isDeleted) transaction.delete(person);
    if (user?.exists && order.document === 'clear-access') {
      transaction.update(person, store.fieldsOf(withoutAccess()));
    }
    closeInvites({ actor, reason });
    const { displayName, email: address } = parseUserProfile(data);
    createAuditEntry(store, transaction, null, {
      type: 'account-purged',
      uid,
      name: displayName,
      email: address ?? emails[0] ?? null,
      before: previous && {
        role: previous.role,
        disabled: previous.disabled,
        expiresAt: previous.expiresAt,
        sessionsRevokedAt: previous.sessionsRevokedAt?.seconds ?? null,
      },
      after: null,
      actor,
      reason,
      outcome: 'applied',
      version: previous?.version ?? 0,
    });
    const outcome = user?.exists ? (isDeleted ? 'deleted' : 'kept') : 'missing';
    return { outcome, role: typeof role === 'string' ? role : null };
  });
}

/** Nothing that grants anything; when the sessions ended stays. */
function withoutAccess() {
  const updatedAt = FieldValue.serverTimestamp();
  return { role: null, roleExpiresAt: null, disabled: false, updatedAt, updatedBy: null };
}

/** Whether the log has the deletion of an account that was made at that time. */
async function isWrittenDown(
  store: Store,
  transaction: Transaction,
  uid: string,
  accountSince: Milliseconds,
): Promise<boolean> {
  const purges = store.audit.where('uid', '==', uid).where('type', '==', 'account-purged');
  const { docs } = await transaction.get(purges);
  return docs.some(({ createTime }) => createTime.toMillis() >= accountSince);
}

/** Deletes an account; returns whether there was one. */
export async function deleteAccount(auth: Auth, uid: string): Promise<boolean> {
  try {
    await auth.deleteUser(uid);
    return true;
  } catch (error) {
    if (errorCode(error) !== 'auth/user-not-found') throw error;
    return false;
  }
}
