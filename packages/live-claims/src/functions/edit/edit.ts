import { showRow } from '../directory/update-row.ts';
import type { Project } from '../project.ts';
import { type SyncEngine, type SyncOutcome, syncUser } from '../sync/sync-user.ts';
import { type CommittedEdit, commitEdit } from './commit-edit.ts';
import type { EditOrder, EditRefusal } from './order.ts';

/** Commits an edit to `users/{uid}`, or says why not: `commitEdit` on a project. */
export type CommitEdit = (order: EditOrder) => Promise<CommittedEdit | EditRefusal>;

/**
 * What came of an edit: `written` or `already-so`, with what the sync of claims and marker came to, or why nothing
 * was written.
 *
 * @example
 * const result: EditResult = await access.edit({ uid, role: 'editor' });
 * if ('sync' in result && result.sync.status === 'rejected') console.error(result.sync.problem?.message);
 */
export type EditResult =
  | {
      readonly outcome: 'written' | 'already-so';
      readonly sync: SyncOutcome;
      /** Id of the change and of its entry in the audit log, by which it can be undone; null for `already-so`. */
      readonly changeId: string | null;
    }
  | EditRefusal;

/**
 * The one door for every change of a person's access: decides, writes `users/{uid}` with the audit entry, and
 * applies it at once, rather than wait for the trigger. When this resolves, new tokens carry it and the
 * marker is out.
 *
 * @throws {CommitContention} and {SyncContention} when the documents keep moving; whatever Firebase rejects with.
 * @example
 * const by = { kind: 'operator' } as const;
 * await editAccess(project, { uid, edit: { role: 'editor' }, by, reason, changeId: randomUUID(), now: Date.now() });
 */
export function editAccess(
  project: Pick<Project, 'store' | 'engine' | 'provisioning'>,
  order: EditOrder,
): Promise<EditResult> {
  return applyEdit(project.engine, (each) => commitEdit(project, each), order);
}

/** `editAccess` with any way to commit. */
export async function applyEdit(
  engine: SyncEngine,
  commit: CommitEdit,
  order: EditOrder,
): Promise<EditResult> {
  const result = await commit(order);
  if (!isCommitted(result)) return result;
  const { outcome, seen } = result;
  const enables = outcome === 'written' && order.edit.disabled === false;
  const sync = await syncUser(engine, order.uid, { enables, ...(seen !== null && { seen }) });
  await showRow(engine, order.uid);
  return { outcome, sync, changeId: outcome === 'written' ? order.changeId : null };
}

function isCommitted(result: CommittedEdit | EditRefusal): result is CommittedEdit {
  return result.outcome === 'written' || result.outcome === 'already-so';
}
