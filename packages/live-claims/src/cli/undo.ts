import { randomUUID } from 'node:crypto';
import { refusalSentence } from '../core/index.ts';
import { previewEdit } from '../functions/edit/commit-edit.ts';
import { editAccess } from '../functions/edit/edit.ts';
import type { EditRefusal } from '../functions/edit/order.ts';
import { undoOrder } from '../functions/edit/undo.ts';
import { readAuditEntry } from '../functions/firebase/read-audit.ts';
import { readJob } from '../functions/jobs/run-step.ts';
import { AdminError, EXIT_CODES } from './admin-error.ts';
import { bulkByOperator } from './bulk.ts';
import { bulkAnswer } from './bulk-answer.ts';
import { momentText } from './moment.ts';
import { confirm, waitForReading, waitForWriting } from './operator.ts';
import type { UndoRequest } from './request.ts';
import type { Answer, Session } from './session.ts';
import { targetJson, targetName } from './target.ts';

/**
 * Undoes a change by its id in the audit log, or all changes of a job, which skips each user who was changed since.
 *
 * @throws {AdminError} `no-such-entry`, `cannot-be-undone`, `already-undone`, `changed-meanwhile`, `cannot-apply`,
 *   `last-owner`, `still-running`, `not-confirmed`; nothing has been written then.
 */
export async function undo(session: Session, request: UndoRequest): Promise<Answer> {
  const { store } = session.project;
  const read = Promise.all([readAuditEntry(store, request.id), readJob(store, request.id)]);
  const [entry, job] = await waitForReading(read, session.signal);
  if (entry !== null) return undoEntry(session, request, entry);
  if (job === null) {
    const message = `There is no entry in the audit log and no job with the id ${request.id}.`;
    throw new AdminError('no-such-entry', message, { next: '`log` and `jobs` show their ids.' });
  }
  const { id, reason, dryRun, perSecond, yes } = request;
  const title = `the undo of job ${id}, but for users who were changed since`;
  const order = { dryRun, perSecond, yes, title };
  const done = await bulkByOperator(session, { undo: id, reason }, order);
  return bulkAnswer(session, done, { dryRun, lines: null });
}

async function undoEntry(
  session: Session,
  { id, reason, yes, dryRun }: UndoRequest,
  entry: NonNullable<Awaited<ReturnType<typeof readAuditEntry>>>,
): Promise<Answer> {
  const { project, signal, target } = session;
  const by = { kind: 'operator' } as const;
  const order = undoOrder(entry, {
    entryId: id,
    by,
    reason,
    changeId: randomUUID(),
    now: session.now(),
  });
  if (order === null) throw refused(session, id, { outcome: 'cannot-be-undone' });
  const plan = await waitForReading(previewEdit(project, order), signal);
  if (plan.outcome !== 'write' && plan.outcome !== 'already-so' && plan.outcome !== 'made-before') {
    throw refused(session, id, plan);
  }
  const { uid, edit } = order;
  const name = entry.email ?? entry.name ?? uid;
  const back = [
    ...(edit.role === undefined ? [] : [edit.role ?? 'no role']),
    ...(edit.expiresAt ? [`until ${momentText(edit.expiresAt)}`] : []),
    ...(edit.disabled === undefined ? [] : [edit.disabled ? 'disabled' : 'enabled']),
  ].join(', ');
  if (!dryRun) await confirm(session, yes, [`${name}: back to ${back}`]);
  const result = dryRun ? null : await waitForWriting(editAccess(project, order));
  if (result !== null && !('sync' in result)) throw refused(session, id, result);
  return {
    exitCode: EXIT_CODES.done,
    json: {
      ...targetJson(target),
      ...{ uid, undoes: id, dryRun, role: edit.role, disabled: edit.disabled },
      expiresAt: edit.expiresAt ? new Date(edit.expiresAt).toISOString() : null,
      changeId: result?.changeId ?? null,
      applied: result?.sync ?? null,
    },
    text: (paint) => [
      '',
      `${paint('green', '✔')} ${paint('bold', name)} ${dryRun ? 'would be' : 'is'} back to ${paint('bold', back)}.`,
      ...(result?.changeId
        ? [`  ${paint('cyan', '→')} \`undo ${result.changeId}\` takes that back.`]
        : []),
      `  ${paint('dim', `In ${targetName(target)}.`)}`,
      '',
    ],
  };
}

function refused(
  { project }: Session,
  id: string,
  refusal: EditRefusal | { readonly outcome: 'cannot-be-undone' },
): AdminError {
  const { roles } = project.engine;
  const next = `Nothing was changed. \`log\` shows what happened since, \`show <person>\` what stands there.`;
  switch (refusal.outcome) {
    case 'changed-meanwhile':
    case 'already-undone': {
      const { changedAt, changedBy, changedByName, current } = refusal;
      const who = changedByName ?? changedBy;
      const by = `${who === null ? '' : ` by ${who}`}${changedAt === null ? '' : ` at ${momentText(changedAt)}`}`;
      const now = `It is ${current.role ?? 'no role'}${current.disabled ? ', disabled' : ''} now, changed${by}.`;
      const message = `${refusalSentence(roles, refusal.outcome)} ${now}`;
      return new AdminError(refusal.outcome, message, { next });
    }
    case 'cannot-be-undone':
      return new AdminError(refusal.outcome, refusalSentence(roles, refusal.outcome), {
        next: `\`log\` shows entry ${id}.`,
      });
    case 'cannot-apply':
      return new AdminError(refusal.outcome, refusal.problem.message, { next });
    case 'forbidden':
      return new AdminError('last-owner', refusalSentence(roles, refusal.reason), { next });
    case 'no-such-person':
      return new AdminError(refusal.outcome, refusalSentence(roles, refusal.outcome), { next });
    case 'unauthenticated':
      throw new Error('An operator has no session.');
  }
}
