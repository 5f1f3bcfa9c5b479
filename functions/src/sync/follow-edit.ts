import type { Actor } from '@live-claims/contract';
import { isSettled } from './plan-sync.ts';
import type { Source } from './ports.ts';
import {
  type Cause,
  isSameRevision,
  planFor,
  type SyncEngine,
  type SyncOutcome,
  syncUser,
} from './sync-user.ts';

/** What an event says about a write of `users/{uid}`. A hint that something changed, never the data. */
export interface Edit {
  readonly uid: string;
  /** The fields before the write; null when the document did not exist. */
  readonly before: Source['data'];
  /** The revision written; without data when the document was deleted. */
  readonly after: Source;
  /** The platform's word for who wrote: `unknown` for the Firebase console. */
  readonly authType: string | undefined;
}

/**
 * Looks after one edit, as often as its event is delivered.
 *
 * @returns what the sync came to; null when the edit's own writer has applied it.
 * @throws what `syncUser` throws; the event has to be delivered again then.
 */
export async function followEdit(
  engine: SyncEngine,
  edit: Edit,
  sleep: (ms: number) => Promise<unknown>,
): Promise<SyncOutcome | null> {
  const own = isOwnWrite(edit);
  if (own && (await settledByItsWriter(engine, edit, sleep))) return null;
  return syncUser(engine, edit.uid, own ? ownCause(edit) : causeOf(edit));
}

/** A revision that one of our own functions wrote carries a `changeId` that the one before had not. */
function isOwnWrite({ before, after }: Edit): boolean {
  const changeId = after.data?.changeId;
  return typeof changeId === 'string' && changeId !== before?.changeId;
}

/**
 * Our own functions apply claims themselves, right after their write. The trigger lets them finish
 * and looks after 0.1, 0.3, 0.7 and 1.5 s whether they did; if not, they died, and it takes over.
 */
async function settledByItsWriter(
  engine: SyncEngine,
  { uid, after }: Edit,
  sleep: (ms: number) => Promise<unknown>,
): Promise<boolean> {
  for (const pause of [100, 200, 400, 800]) {
    await sleep(pause);
    if (isSettled(await planFor(engine, uid, after))) return true;
  }
  return false;
}

function ownCause(edit: Edit): Cause {
  const { changeId, updatedBy } = edit.after.data ?? {};
  return {
    ...causeOf(edit),
    actor:
      typeof updatedBy === 'string'
        ? { kind: 'person', uid: updatedBy }
        : { kind: 'service', uid: null },
    auditId: typeof changeId === 'string' ? changeId : null,
  };
}

function causeOf({ after, authType }: Edit): Cause {
  return {
    explains: (source) => isSameRevision(source, after),
    revision: after,
    actor: actorOf(authType),
    reason: null,
    auditId: null,
  };
}

/** Edits in the Firebase console come as `unknown`; the Admin SDK's as a service account. */
function actorOf(authType: string | undefined): Actor {
  const service = authType === 'service_account' || authType === 'system';
  return { kind: service ? 'service' : 'unknown', uid: null };
}
