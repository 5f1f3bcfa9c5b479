import type { RoleTable } from '@live-claims/contract';
import { type SyncEngine, type SyncOutcome, syncUser } from '../sync/sync-user.ts';
import type { RoleChangeInput, RoleChangeOutcome } from './change-role.ts';

/** Commits a role change to `users/{uid}`, or says why not. `changeRole` on a database is one. */
export type CommitRoleChange = (
  roles: RoleTable,
  change: RoleChangeInput,
) => Promise<RoleChangeOutcome>;

/** What came of a role change, and of its sync where one was due. */
export type SetRoleResult =
  | (Extract<RoleChangeOutcome, { outcome: 'written' | 'already-so' }> & {
      readonly sync: SyncOutcome;
    })
  | Exclude<RoleChangeOutcome, { outcome: 'written' | 'already-so' }>;

/**
 * Changes a role and applies it at once, rather than wait for the trigger: when this resolves, new
 * tokens carry the role and the marker is out.
 */
export async function setRole(
  engine: SyncEngine,
  commit: CommitRoleChange,
  change: RoleChangeInput,
): Promise<SetRoleResult> {
  const result = await commit(engine.roles, change);
  if (result.outcome === 'refused' || result.outcome === 'no-such-person') return result;
  const sync = await syncUser(engine, change.uid, {
    explains: ({ data }) => data?.changeId === change.changeId && data.role === change.role,
    actor: { kind: 'person', uid: change.actor },
    reason: null,
    auditId: change.changeId,
  });
  return { ...result, sync };
}
