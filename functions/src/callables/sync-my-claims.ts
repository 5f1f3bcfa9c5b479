import type { SyncResult } from '@live-claims/contract';
import { HttpsError, onCall } from 'firebase-functions/https';
import { engine } from '../firebase/engine.ts';
import * as log from '../log.ts';
import { syncUser } from '../sync/sync-user.ts';

/**
 * Syncs the caller's own claims. For a client whose token does not reach its marker however often
 * it refreshes: a document that was there before its account, a restored account, claims that
 * somebody else overwrote. It derives from `users/{uid}` like every sync, so it grants nothing.
 *
 * Answers a `SyncResult`. Error: `unauthenticated`.
 */
export const syncMyClaims = onCall(async ({ auth }): Promise<SyncResult> => {
  if (auth === undefined) throw new HttpsError('unauthenticated', 'Sign in first.');
  const result = await syncUser(engine, auth.uid, {
    explains: () => false,
    actor: { kind: 'unknown', uid: null },
    reason: null,
    auditId: null,
  });
  log.claimsSynced(auth.uid, 'callable', result);
  const { changed, ...answer } = result;
  return answer;
});
