import { isUid, topRole } from '../../core/index.ts';
import { hasOtherOwner } from '../edit/owners.ts';
import { VerifiedBatch } from '../firebase/verified-commit.ts';
import type { Project } from '../project.ts';
import { syncUser } from '../sync/sync-user.ts';
import { type Forgotten, forgetPerson } from './forget-person.ts';
import { readAccount } from './known-account.ts';

/**
 * An account that is gone, as the event of its deletion describes it. Times in milliseconds since the
 * Unix epoch, NaN where the event does not say.
 */
export interface DeletedAccount {
  readonly uid: string;
  readonly email: string | null;
  readonly createdAt: number;
  readonly deletedAt: number;
}

export interface AccountEnd {
  readonly outcome: Forgotten['outcome'];
  /** Whether it was the last one that held the top role without an end. */
  readonly leavesNoOwner: boolean;
}

/**
 * Does with the document of a deleted account what the app wants; deleted or cleared, the next account of
 * that id inherits nothing. The event may come late, more than once, and after the account was made again:
 * then only a document from before that goes, and what the new account is to have is applied to it.
 */
export async function accountDeleted(
  place: Pick<Project, 'auth' | 'store' | 'engine' | 'onAccountDeleted'>,
  { uid, email, createdAt, deletedAt }: DeletedAccount,
): Promise<AccountEnd> {
  if (!isUid(uid)) return { outcome: 'missing', leavesNoOwner: false };
  const { store, engine, onAccountDeleted = 'clear-access' } = place;
  const successor = await readAccount(place.auth, { uid });
  const { outcome, role } = await forgetPerson(store, {
    uid,
    actor: UNKNOWN,
    reason: 'The account was deleted.',
    emails: email === null ? [] : [email],
    document: onAccountDeleted,
    sparesRoles: false,
    madeBefore: successor && Math.min(deletedAt || successor.createdAt, successor.createdAt),
    accountSince: createdAt || 0,
  });
  if (successor !== null) await syncUser(engine, uid);
  if (role !== topRole(engine.roles)) return { outcome, leavesNoOwner: false };
  const reads = new VerifiedBatch(store.db);
  const leavesNoOwner = !(await hasOtherOwner(store, engine.roles, reads, uid));
  return { outcome, leavesNoOwner };
}

const UNKNOWN = { kind: 'unknown', uid: null } as const;
