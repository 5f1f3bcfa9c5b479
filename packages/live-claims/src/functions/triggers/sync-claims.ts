import { setTimeout as sleep } from 'node:timers/promises';
import { onDocumentWrittenWithAuthContext } from 'firebase-functions/firestore';
import { isUid } from '../../core/index.ts';
import { engine } from '../firebase/engine.ts';
import { sourceOf } from '../firebase/firestore-documents.ts';
import * as log from '../log.ts';
import { OPTIONS } from '../options.ts';
import { type Edit, followEdit } from '../sync/follow-edit.ts';

/**
 * Follows every write of `users/{uid}`. The event only says that something changed; the sync reads
 * for itself what. A failed run is redelivered with backoff for 24 hours (`retry`); a value that
 * nobody can read is no failure, it ends up on the marker.
 */
export const syncClaims = onDocumentWrittenWithAuthContext(
  { ...OPTIONS, document: 'users/{uid}', retry: true },
  async ({ data, authType }) => {
    if (data === undefined) return;
    const { before, after } = data;
    // Not from the event's parameters: the platform garbles what is not ASCII, and "%2F" becomes a slash
    // (firebase-functions#1459). Of the side that is missing the id would be taken from them.
    const uid = (after.exists ? after : before).id;
    if (!isUid(uid)) return log.noAccountId(uid);
    const edit: Edit = {
      uid,
      before: before.data() ?? null,
      // The event of a delete has no time to give.
      after: after.exists ? sourceOf(after) : { data: null, version: 0 },
      authType,
    };
    try {
      const outcome = await followEdit(engine, edit, sleep);
      if (outcome !== null) log.claimsSynced(uid, 'trigger', outcome);
    } catch (error) {
      log.syncFailed(uid, error);
      throw error;
    }
  },
);
