import type { DriftCode } from '../../core/index.ts';
import { endGrant } from '../expiry/end-expired-grants.ts';
import type { Project } from '../project.ts';
import { type SyncOutcome, syncUser } from '../sync/sync-user.ts';
import type { Person } from './person.ts';

/**
 * Heals what has drifted for one person: ends a grant that is over, then syncs. Looks for itself at
 * what there is to do, so it changes nothing when the drift has gone meanwhile.
 *
 * @param reason for the audit log.
 * @throws what the transaction and the sync throw.
 */
export async function heal(
  project: Project,
  { uid, seen }: Person,
  { codes, reason, now }: HealOptions,
): Promise<SyncOutcome> {
  if (codes.includes('expired-grant')) {
    const ended = await endGrant(project, uid, now);
    if (ended !== null) return { ...ended, changed: true };
  }
  // A service repairs what an earlier edit calls for; whose that was does not matter.
  const by = { revision: seen.source, actor: { kind: 'service', uid: null }, reason } as const;
  return syncUser(project.engine, uid, { by, spread: SPREAD_SECONDS });
}

/** Below the time after which a client that still waits for its token calls itself stale. */
const SPREAD_SECONDS = 4;

export interface HealOptions {
  readonly codes: readonly DriftCode[];
  readonly reason: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
}
