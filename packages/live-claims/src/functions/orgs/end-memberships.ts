import { FieldValue } from 'firebase-admin/firestore';
import { type Milliseconds, type OnAccountDeleted, parseUserProfile } from '../../core/index.ts';
import { auditStateOf, createAuditEntry } from '../firebase/audit-entry.ts';
import { sourceOf } from '../firebase/firestore-documents.ts';
import type { Store } from '../firebase/store.ts';
import { commitVerified } from '../firebase/verified-commit.ts';
import * as log from '../log.ts';
import { mapConcurrent } from '../reconcile/throttle.ts';
import { organisationsOf } from './organisations-of.ts';
import { changeOfRevision } from './people-edit.ts';

/** How many memberships are worked on at the same time. */
const AT_ONCE = 10;

export interface EndOrder {
  readonly uid: string;
  /** `clear-access` takes role, end and lock out of each, `delete-document` deletes it. */
  readonly document: OnAccountDeleted;
  /**
   * Only memberships that were last written before this moment end, in milliseconds since the Unix epoch; null for any. A
   * later one belongs to a new account with the id.
   */
  readonly madeBefore?: Milliseconds | null;
}

/**
 * Ends the memberships of an account that is gone, each with an entry in its organisation's audit log: those that stand
 * in `users/{uid}.orgs`, and those whose field `uid` names it, which may not have been copied yet. Also of a last
 * owner: access never stays. Safe to repeat.
 *
 * @returns how many were ended.
 * @throws {CommitContention} and whatever Firestore rejects with; to be tried again.
 */
export async function endMemberships(
  store: Store,
  { uid, document, madeBefore = null }: EndOrder,
): Promise<number> {
  const user = store.dataOf(await store.user(uid).get());
  const { orgIds, isIndexed } = await organisationsOf(store, uid, user);
  if (!isIndexed) log.membersNotIndexed(store.names.collections.members);
  let ended = 0;
  await mapConcurrent(orgIds, AT_ONCE, async (orgId) => {
    const reference = store.member(orgId, uid);
    const { value } = await commitVerified(store.db, async (commit) => {
      const [member] = await commit.getAll(reference);
      const data = store.dataOf(member);
      if (member === undefined || data === undefined) return false;
      const isLater = madeBefore !== null && (member.updateTime?.toMillis() ?? 0) >= madeBefore;
      const isDone = document === 'clear-access' && (data.role ?? null) === null;
      if (isLater || isDone) return false;
      if (document === 'delete-document') commit.delete(reference);
      else commit.update(reference, store.fieldsOf(withoutAccess()));
      const { displayName, email } = parseUserProfile(data);
      const entryId = changeOfRevision(uid, sourceOf(store, member).version);
      createAuditEntry(store.ofOrg(orgId), commit, entryId, {
        ...{ type: 'account-purged', uid, name: displayName, email, outcome: 'applied' },
        before: auditStateOf(data),
        after: null,
        actor: { kind: 'unknown', uid: null },
        reason: 'The account was deleted.',
      });
      return true;
    });
    if (value) ended += 1;
  });
  return ended;
}

function withoutAccess() {
  const updatedAt = FieldValue.serverTimestamp();
  return { role: null, roleExpiresAt: null, disabled: false, updatedAt, updatedBy: null };
}
