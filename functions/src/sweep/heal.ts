import { randomUUID } from 'node:crypto';
import type { DriftCode } from '@live-claims/contract';
import type { Source } from '../sync/ports.ts';
import { type Cause, isSameRevision, type SyncOutcome, syncUser } from '../sync/sync-user.ts';
import { endExpiredGrant } from './end-expired-grant.ts';
import type { Person } from './person.ts';
import type { Project } from './project.ts';

/**
 * Heals what has drifted for one person: ends a grant that is over, then syncs. Looks for itself at
 * what there is to do, so it changes nothing when the drift has gone meanwhile.
 *
 * @param reason for the audit log.
 * @throws what the transaction and the sync throw.
 */
export async function heal(
  { db, engine }: Project,
  { uid, seen }: Person,
  { codes, reason, now }: HealOptions,
): Promise<SyncOutcome> {
  if (!codes.includes('expired-grant')) {
    const explains = (source: Source) => isSameRevision(source, seen.source);
    return syncUser(engine, uid, causeOf(explains, reason));
  }
  const changeId = randomUUID();
  const ended = await endExpiredGrant(db, engine.roles, { uid, changeId, now });
  const cause = causeOf(({ data }) => data?.changeId === changeId, 'The grant has ended.');
  const outcome = await syncUser(engine, uid, { ...cause, auditId: ended ? changeId : null });
  return { ...outcome, changed: outcome.changed || ended };
}

/** Below the time after which a client that still waits for its token calls itself stale. */
const SPREAD_SECONDS = 4;

export interface HealOptions {
  readonly codes: readonly DriftCode[];
  readonly reason: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}

/** Nobody in particular: a service repairs what somebody's earlier edit calls for. */
function causeOf(explains: (source: Source) => boolean, reason: string): Cause {
  const actor = { kind: 'service', uid: null } as const;
  return { explains, spread: SPREAD_SECONDS, actor, reason, auditId: null };
}
