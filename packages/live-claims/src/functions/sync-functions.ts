import { setTimeout as sleep } from 'node:timers/promises';
import { onDocumentWrittenWithAuthContext } from 'firebase-functions/firestore';
import { isUid, type SyncResult } from '../core/index.ts';
import { createCallable } from './callables/callable.ts';
import { showRow } from './directory/update-row.ts';
import { sourceOf } from './firebase/firestore-documents.ts';
import { refusalError } from './guards/callable.ts';
import { callerOf } from './guards/check-access.ts';
import type { Host } from './host.ts';
import * as log from './log.ts';
import { ensureDocument } from './provision/ensure-document.ts';
import { type Edit, followEdit } from './sync/follow-edit.ts';
import { syncUser } from './sync/sync-user.ts';

/** A client asks once for each version of its marker; more is a client gone wild. */
const SYNC_RATE = { times: 20, seconds: 60 };

/** What keeps claims and marker as `users/{uid}` says: all that is needed to begin. */
export function syncFunctions(host: Host) {
  const { optionsOf, listensTo, project } = host;
  const callable = createCallable(host);

  /**
   * Follows every write of `users/{uid}`. The event only says that something changed; the sync reads
   * for itself what. A failed run is redelivered with backoff for 24 hours (`retry`); a value that
   * cannot be read is no failure, it becomes a problem on the marker.
   */
  const syncClaims = onDocumentWrittenWithAuthContext(
    { ...optionsOf('syncClaims'), ...listensTo, retry: true },
    async ({ data, authType }) => {
      if (data === undefined) return;
      const { before, after } = data;
      // Not from the event's parameters: the platform garbles what is not ASCII, and "%2F" becomes a slash
      // (firebase-functions#1459). Of the side that is missing the id would be taken from them.
      const uid = (after.exists ? after : before).id;
      if (!isUid(uid)) return log.noAccountId(uid);
      const { engine, store } = project();
      const edit: Edit = {
        uid,
        before: store.dataOf(before) ?? null,
        ...(before.exists && { beforeVersion: sourceOf(store, before).version }),
        // The event of a delete has no time to give.
        after: after.exists ? sourceOf(store, after) : { data: null, version: 0 },
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

  /**
   * Syncs the caller's own claims. For a client that has no marker, or whose token does not reach it
   * however often it refreshes: a document that was there before its account, a restored account, claims
   * that other code overwrote. It derives from `users/{uid}` like every sync, so it grants nothing,
   * and it is open in a lockdown too.
   *
   * An account that no blocking function has seen, and without a decision about its access, gets
   * here what it would have got by signing up: see `ensureDocument`.
   *
   * Answers a `SyncResult`. Errors: `unauthenticated`, `resource-exhausted`.
   */
  const syncMyClaims = callable(
    'syncMyClaims',
    async ({ auth }): Promise<SyncResult> => {
      const caller = auth === undefined ? null : callerOf(auth.token);
      if (auth === undefined || caller === null) throw refusalError({ reason: 'signed-out' });
      const { uid } = caller;
      const isGuest = auth.token.firebase.sign_in_provider === 'anonymous';
      const given = await ensureDocument(project(), uid, { isGuest });
      if (given !== null) log.accountProvisioned(uid, given.role, given.inviteId);
      const result = await syncUser(project().engine, uid);
      log.claimsSynced(uid, 'callable', result);
      if (result.changed) await showRow(project().engine, uid);
      const { changed, ...answer } = result;
      return answer;
    },
    { rate: SYNC_RATE },
  );

  return { syncClaims, syncMyClaims };
}
