import { setTimeout as sleep } from 'node:timers/promises';
import { onDocumentWrittenWithAuthContext } from 'firebase-functions/firestore';
import { engine } from '../firebase/engine.ts';
import { sourceOf } from '../firebase/firestore-documents.ts';
import * as log from '../log.ts';
import { followEdit } from '../sync/follow-edit.ts';

/**
 * Follows every write of `users/{uid}`. The event only says that something changed; the sync reads
 * for itself what. A failed run is redelivered with backoff for 24 hours (`retry`); a value that
 * nobody can read is no failure, it ends up on the marker.
 */
export const syncClaims = onDocumentWrittenWithAuthContext(
  { document: 'users/{uid}', retry: true },
  async ({ params: { uid }, data, authType }) => {
    if (data === undefined) return;
    const edit = { uid, before: data.before.data() ?? null, after: sourceOf(data.after), authType };
    try {
      const outcome = await followEdit(engine, edit, sleep);
      if (outcome !== null) log.claimsSynced(uid, 'trigger', outcome);
    } catch (error) {
      log.syncFailed(uid, error);
      throw error;
    }
  },
);
