import { type DocumentData, FieldValue } from 'firebase-admin/firestore';
import {
  type Actor,
  type AuditOutcome,
  type AuditState,
  type AuditType,
  isTimestamp,
} from '../../core/index.ts';
import type { Store } from './store.ts';
import type { Commit } from './verified-commit.ts';

/** An entry of the audit log to write; what is absent is null, or for `outcome` and `version` as below. */
export interface NewAuditEntry {
  readonly type: AuditType;
  /** The account whose access changed; null for all accounts. */
  readonly uid: string | null;
  readonly before: AuditState | DocumentData | null;
  readonly after: AuditState | DocumentData | null;
  readonly actor: Actor;
  /** The reason that the author gave. */
  readonly reason?: string | null;
  /** Name and address of the person, at this time. */
  readonly name?: string | null;
  readonly email?: string | null;
  /** @default 'written': the sync adds what came of it. */
  readonly outcome?: AuditOutcome;
  /** @default 0 */
  readonly version?: number;
  readonly problem?: string | null;
  /** Id of the entry whose change this one undoes. @default null */
  readonly undoes?: string | null;
  /** Id of the job that this change is part of. @default null */
  readonly job?: string | null;
  /** With `job-started`: the job, and for how many accounts it was started. */
  readonly startsJob?: string;
  readonly count?: number;
  /** Whether the document was edited directly. @default false */
  readonly direct?: boolean;
}

/**
 * Adds an entry to the audit log, in the commit of the change that it tells of. It is created, never set over
 * another one: where the id is taken, the commit fails with ALREADY_EXISTS.
 *
 * @param log the app's audit log, or an organisation's.
 * @param changeId the id that the change leaves in `users/{uid}`; null for an entry that no document names.
 * @example
 * transaction.update(person, { role, changeId });
 * createAuditEntry(store, transaction, changeId, { type: 'token-claims-change', uid, before, after, actor, reason });
 */
export function createAuditEntry(
  log: Pick<Store, 'audit'>,
  commit: Pick<Commit, 'create'>,
  changeId: string | null,
  entry: NewAuditEntry,
): void {
  const { outcome = 'written', version = 0, reason = null, name = null, email = null } = entry;
  const { type, uid, before, after, actor, problem = null, undoes = null, job = null } = entry;
  const { startsJob, count, direct = false } = entry;
  const fields = {
    type,
    uid,
    name,
    email,
    before,
    after,
    actor,
    reason,
    outcome,
    version,
    problem,
    // A query for what is part of no job finds only those that say so.
    job,
    ...(undoes !== null && { undoes }),
    ...(startsJob !== undefined && { startsJob, count }),
    ...(direct && { direct }),
  };
  const { audit } = log;
  commit.create(changeId === null ? audit.doc() : audit.doc(changeId), {
    at: FieldValue.serverTimestamp(),
    ...fields,
  });
}

/**
 * A person's access as a `users/{uid}` document, read under the default names, says it, for the log: the role text that stands there, whether
 * or not it can be read. Null for a document that does not exist.
 */
export function auditStateOf(data: DocumentData | undefined): AuditState | null {
  if (data === undefined) return null;
  const { role, roleExpiresAt, disabled = false, sessionsRevokedAt } = data;
  return {
    role: typeof role === 'string' ? role : null,
    disabled: disabled !== false,
    expiresAt: isTimestamp(roleExpiresAt) ? roleExpiresAt.seconds : null,
    sessionsRevokedAt: isTimestamp(sessionsRevokedAt) ? sessionsRevokedAt.seconds : null,
  };
}
