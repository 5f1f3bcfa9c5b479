import { randomUUID } from 'node:crypto';
import { type AuditEntry, type Milliseconds, restoredBy } from '../../core/index.ts';
import { readAuditEntry } from '../firebase/read-audit.ts';
import type { Project } from '../project.ts';
import { type EditResult, editAccess } from './edit.ts';
import type { By, EditOrder } from './order.ts';

/**
 * Why a change is not undone, before the door is asked.
 *
 * @example
 * const result = await access.undo({ entryId });
 * if (result.outcome === 'cannot-be-undone') console.error('It changed no role, end or being disabled.');
 */
export type UndoRefusal = { readonly outcome: 'no-such-entry' | 'cannot-be-undone' };

/** An undo to make. */
export interface UndoOrder {
  /** Id of the entry in the audit log whose change is undone. */
  readonly entryId: string;
  readonly by: By;
  /** Why, for the audit log. @default null */
  readonly reason?: string | null | undefined;
  /** Id of this change. @default a new one */
  readonly changeId?: string;
  /** The job that this undo is part of. */
  readonly job?: string;
  /** The time, in milliseconds since the Unix epoch. */
  readonly now: Milliseconds;
}

/**
 * Puts back what an entry of the audit log says was before, as an edit through the one door: the rank of the author
 * counts for both the role now and the role put back. Nothing is put back where the access was changed since.
 *
 * @throws what `editAccess` throws.
 * @example await undoEdit(project, { entryId, by: { kind: 'operator' }, now: Date.now() });
 */
export async function undoEdit(
  project: Pick<Project, 'store' | 'engine' | 'provisioning'>,
  order: UndoOrder,
): Promise<EditResult | UndoRefusal> {
  const entry = await readAuditEntry(project.store, order.entryId);
  if (entry === null) return { outcome: 'no-such-entry' };
  const edit = undoOrder(entry, order);
  return edit === null ? { outcome: 'cannot-be-undone' } : editAccess(project, edit);
}

/** The edit that undoes an entry's change; null where it has none that can be undone. */
export function undoOrder(
  entry: AuditEntry & { readonly id: string },
  { by, reason, changeId = randomUUID(), job, now }: UndoOrder,
): EditOrder | null {
  const { id, uid, at, after, direct } = entry;
  const edit = restoredBy(entry);
  if (edit === null || uid === null || after === null || !('role' in after)) return null;
  return { uid, edit, by, reason, changeId, now, job, undoes: { id, at, after, direct } };
}
