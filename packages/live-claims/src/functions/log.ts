import * as logger from 'firebase-functions/logger';
import type {
  AccessRefusal,
  AccessSettings,
  BulkProblem,
  BulkSetRolesResult,
  ChangeRefusal,
  GrantRefusal,
  JobTask,
} from '../core/index.ts';
import type { AccessEdit } from './edit/order.ts';
import type { ReconcileStart } from './jobs/reconcile-job.ts';
import type { StepOutcome } from './jobs/run-step.ts';
import type { MembershipEdit } from './orgs/plan-membership.ts';
import type { ExpiryReport } from './reconcile/end-expired-grants.ts';
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

export function membershipCopied(uid: string, orgId: string): void {
  logger.info('membership copied', { uid, orgId });
}

export function membershipNotCopied(uid: string, orgId: string, error: unknown): void {
  logger.error('membership could not be copied, will be retried', {
    uid,
    orgId,
    error: describe(error),
  });
}

export function membersNotIndexed(collection: string): void {
  logger.warn(
    'memberships of a deleted account are found by its document alone: an index is missing',
    {
      collectionGroup: collection,
      field: 'uid',
    },
  );
}

export function noMembershipId(orgId: string, uid: string): void {
  logger.warn('a membership has an id that no organisation or no account can have', { orgId, uid });
}

export function noAccountId(id: string): void {
  logger.warn('a document in users has an id that no account can have', { id });
}

export function personChanged(actor: string, uid: string, edit: AccessEdit): void {
  logger.info('access changed', { actor, uid, ...edit });
}

export function personChangeRefused(
  actor: string,
  uid: string,
  reason: ChangeRefusal | AccessRefusal | 'cannot-apply',
): void {
  logger.warn('change of access refused', { actor, uid, reason });
}

export function changeUndone(actor: string, entryId: string, undo: string | null): void {
  logger.info('change of access undone', { actor, entryId, undo });
}

export function undoRefused(
  actor: string,
  entryId: string,
  reason: ChangeRefusal | AccessRefusal | 'cannot-apply',
): void {
  logger.warn('undo refused', { actor, entryId, reason });
}

export function personDeleted(actor: string | null, uid: string): void {
  logger.info('account deleted', { actor, uid });
}

export function noOwnerLeft(uid: string): void {
  logger.error('no user of the top role is left: the account of the last one was deleted', {
    uid,
  });
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

export function bulkEditStarted(
  actor: string,
  result: { readonly jobId: string; readonly total: number; readonly changes: number },
): void {
  logger.info('bulk edit started', { actor, ...result });
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
  const fields = { jobId, step, ...('counts' in result && result.counts) };
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

export function grantsEnded(report: ExpiryReport): void {
  if (report.failed > 0) logger.warn('grants ended, some could not be', { ...report });
  else if (report.ended > 0) logger.info('grants ended', { ...report });
  else logger.debug('no grant to end', { ...report });
}

export function grantNotEnded(uid: string, error: unknown): void {
  logger.error('grant could not be ended, the next run tries again', {
    uid,
    error: describe(error),
  });
}

export function accessSettingsChanged(actor: string, after: AccessSettings): void {
  logger.warn('access settings changed', { actor, ...after });
}

export function accessSettingsRefused(actor: string, reason: AccessRefusal): void {
  logger.warn('access settings change refused', { actor, reason });
}

export function inviteCreated(actor: string, inviteId: string, role: string): void {
  logger.info('invite created', { actor, inviteId, role });
}

export function invitesCreated(actor: string, role: string, invites: readonly string[]): void {
  logger.info('invites created', { actor, role, invites });
}

export function inviteResent(actor: string, invite: string): void {
  logger.info('invite sent again', { actor, invite });
}

export function inviteNotSent(invite: string, error: unknown): void {
  logger.error('onInvite failed, the invite stands', { invite, error });
}

export function inviteWithdrawn(actor: string, inviteId: string): void {
  logger.info('invite withdrawn', { actor, inviteId });
}

export function inviteRefused(actor: string, reason: GrantRefusal | 'too-many'): void {
  logger.warn('invite refused', { actor, reason });
}

export function inviteAccepted(uid: string, inviteId: string, role: string | null): void {
  logger.info('invite accepted', { uid, inviteId, role });
}

type MembershipRefusalReason =
  | GrantRefusal
  | AccessRefusal
  | 'no-such-member'
  | 'no-such-person'
  | 'cannot-apply'
  | 'changed-meanwhile';

export function membershipChanged(
  actor: string,
  { orgId, uid, edit }: { orgId: string; uid: string; edit: MembershipEdit },
): void {
  logger.info('membership changed', { actor, orgId, uid, ...edit });
}

export function membershipChangeRefused(
  actor: string,
  orgId: string,
  uid: string,
  reason: MembershipRefusalReason,
): void {
  logger.warn('change of membership refused', { actor, orgId, uid, reason });
}

export function orgInviteCreated(
  actor: string,
  orgId: string,
  inviteId: string,
  role: string,
): void {
  logger.info('invite to an organisation created', { actor, orgId, inviteId, role });
}

export function orgInviteWithdrawn(actor: string, orgId: string, inviteId: string): void {
  logger.info('invite to an organisation withdrawn', { actor, orgId, inviteId });
}

export function orgInviteRefused(
  actor: string,
  orgId: string,
  reason: GrantRefusal | AccessRefusal,
): void {
  logger.warn('invite to an organisation refused', { actor, orgId, reason });
}

export function orgInviteAccepted(uid: string, orgId: string, role: string | null): void {
  logger.info('invite to an organisation accepted', { uid, orgId, role });
}

function describe(error: unknown): { name: string; code: unknown } {
  const { name = 'Error', code = null } = (error ?? {}) as { name?: string; code?: unknown };
  return { name, code };
}
