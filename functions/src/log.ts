import type { BulkProblem, BulkSetRolesResult, GrantRefusal, JobTask } from '@live-claims/contract';
import * as logger from 'firebase-functions/logger';
import type { StepOutcome } from './jobs/run-step.ts';
import type { ReconcileStart } from './jobs/start-reconcile.ts';
import type { SyncOutcome } from './sync/sync-user.ts';

/*
 * What the functions say, one function per event: a constant message to search for, and fields in
 * `jsonPayload`. Account ids and roles only: no names, no addresses, no values that people typed.
 */

export function claimsSynced(
  uid: string,
  source: 'trigger' | 'callable',
  result: SyncOutcome,
): void {
  const { status, role, version, problem, changed } = result;
  const fields = { uid, source, role, version };
  if (problem !== null) {
    logger.warn(`claims ${status}`, { ...fields, problem: problem.code, field: problem.field });
  } else if (changed) {
    logger.info('claims applied', fields);
  } else {
    logger.debug('claims already applied', fields);
  }
}

export function syncFailed(uid: string, error: unknown): void {
  logger.error('claims sync failed, will be retried', { uid, error: describe(error) });
}

export function roleChanged(actor: string, uid: string, role: string | null): void {
  logger.info('role changed', { actor, uid, role });
}

export function roleChangeRefused(
  actor: string,
  uid: string,
  reason: GrantRefusal | 'no-such-person',
): void {
  logger.warn('role change refused', { actor, uid, reason });
}

export function accountProvisioned(uid: string, role: string | null, invite: string | null): void {
  logger.info('account provisioned', { uid, role, invite });
}

export function provisioningFailed(uid: string, error: unknown): void {
  logger.error('account provisioning failed, the sign-up was refused', {
    uid,
    error: describe(error),
  });
}

export function bulkSetRolesStarted(actor: string, { jobId, total }: BulkSetRolesResult): void {
  logger.info('bulk role change started', { actor, jobId, total });
}

export function bulkSetRolesRefused(actor: string, problems: readonly BulkProblem[]): void {
  const codes = [...new Set(problems.map(({ code }) => code))];
  logger.warn('bulk role change refused', { actor, problems: problems.length, codes });
}

export function reconcileScheduled({ jobId, outcome }: ReconcileStart): void {
  logger.info(`reconciliation ${outcome}`, { jobId });
}

export function jobStepRun({ jobId, step }: JobTask, result: StepOutcome): void {
  const fields = { jobId, step, ...('tally' in result && result.tally) };
  if (result.outcome === 'failed') logger.error('job failed', fields);
  else if (result.outcome === 'done') logger.info('job done', fields);
  else logger.debug(`job step ${result.outcome}`, fields);
}

export function jobStepFailed({ jobId, step }: JobTask, error: unknown): void {
  logger.error('job step failed, will be retried', { jobId, step, error: describe(error) });
}

export function jobTaskUnreadable(): void {
  logger.error('job task unreadable, dropped');
}

function describe(error: unknown): { name: string; code: unknown } {
  const { name = 'Error', code = null } = (error ?? {}) as { name?: string; code?: unknown };
  return { name, code };
}
