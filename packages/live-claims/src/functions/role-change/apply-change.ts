import type { RoleTable } from '../../core/index.ts';
import { type SyncEngine, type SyncOutcome, syncUser } from '../sync/sync-user.ts';
import type { ChangeOutcome, PersonChange } from './change-person.ts';

/** Commits a change to `users/{uid}`, or says why not. `changePerson` on a database is one. */
export type CommitChange = (roles: RoleTable, change: PersonChange) => Promise<ChangeOutcome>;

type Committed = Extract<ChangeOutcome, { readonly outcome: 'written' | 'already-so' }>;

/** What came of a change, and of its sync where one was due. */
export type ApplyResult =
  | (Committed & { readonly sync: SyncOutcome })
  | Exclude<ChangeOutcome, Committed>;

/**
 * Changes a person's access and applies it at once, rather than wait for the trigger: when this
 * resolves, new tokens carry it and the marker is out.
 */
export async function applyChange(
  engine: SyncEngine,
  commit: CommitChange,
  change: PersonChange,
): Promise<ApplyResult> {
  const result = await commit(engine.roles, change);
  if (!isCommitted(result)) return result;
  const sync = await syncUser(engine, change.uid);
  return { ...result, sync };
}

function isCommitted(result: ChangeOutcome): result is Committed {
  return result.outcome === 'written' || result.outcome === 'already-so';
}
