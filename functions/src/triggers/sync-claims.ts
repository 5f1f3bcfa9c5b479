import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '@live-claims/contract';
import type { DocumentSnapshot } from 'firebase-admin/firestore';
import { onDocumentWrittenWithAuthContext } from 'firebase-functions/firestore';
import { engine } from '../firebase/engine.ts';
import { sourceOf } from '../firebase/firestore-documents.ts';
import * as log from '../log.ts';
import { isSettled } from '../sync/plan-sync.ts';
import { type Cause, planFor, syncUser } from '../sync/sync-user.ts';

/**
 * Follows every write of `users/{uid}`. The event only says that something changed; the sync reads
 * for itself what. A failed run is redelivered with backoff for 24 hours (`retry`); a value that
 * nobody can read is no failure, it ends up on the marker.
 */
export const syncClaims = onDocumentWrittenWithAuthContext(
  { document: 'users/{uid}', retry: true },
  async ({ params: { uid }, data, authType }) => {
    try {
      if (isOwnWrite(data?.before, data?.after) && (await settledByItsWriter(uid))) return;
      const cause = causeOf(data?.before, data?.after, authType);
      log.claimsSynced(uid, 'trigger', await syncUser(engine, uid, cause));
    } catch (error) {
      log.syncFailed(uid, error);
      throw error;
    }
  },
);

/** A revision that one of our own functions wrote carries a `changeId` that the one before had not. */
function isOwnWrite(before?: DocumentSnapshot, after?: DocumentSnapshot): boolean {
  const changeId = after?.get('changeId');
  return typeof changeId === 'string' && changeId !== before?.get('changeId');
}

/**
 * Our own functions apply claims themselves, right after their write. The trigger lets them finish
 * and looks after 0.1, 0.3, 0.7 and 1.5 s whether they did; if not, they died, and it takes over.
 */
async function settledByItsWriter(uid: string): Promise<boolean> {
  for (const pause of [100, 200, 400, 800]) {
    await sleep(pause);
    if (isSettled(await planFor(engine, uid))) return true;
  }
  return false;
}

function causeOf(before?: DocumentSnapshot, after?: DocumentSnapshot, authType?: string): Cause {
  const own = isOwnWrite(before, after);
  const version = after?.exists ? sourceOf(after).version : null;
  return {
    explains: ({ data, version: seen }) => (version === null ? data === null : seen === version),
    actor: own ? { kind: 'person', uid: after?.get('updatedBy') ?? null } : actorOf(authType),
    reason: null,
    auditId: own ? after?.get('changeId') : null,
  };
}

/** Edits in the Firebase console come as `unknown`; the Admin SDK's as a service account. */
function actorOf(authType: string | undefined): Actor {
  const service = authType === 'service_account' || authType === 'system';
  return { kind: service ? 'service' : 'unknown', uid: null };
}
