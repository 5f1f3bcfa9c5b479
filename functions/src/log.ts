import type { GrantRefusal } from '@live-claims/contract';
import * as logger from 'firebase-functions/logger';
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

function describe(error: unknown): { name: string; code: unknown } {
  const { name = 'Error', code = null } = (error ?? {}) as { name?: string; code?: unknown };
  return { name, code };
}
