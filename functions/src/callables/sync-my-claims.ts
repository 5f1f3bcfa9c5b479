import type { SyncResult } from '@live-claims/contract';
import { onCall } from 'firebase-functions/https';
import { engine } from '../firebase/engine.ts';
import { limitCalls } from '../guards/limit-calls.ts';
import { refusalError } from '../guards/refusal-error.ts';
import * as log from '../log.ts';
import { syncUser } from '../sync/sync-user.ts';

/** A client asks once for each version of its marker; more is a client gone wild. */
const RATE = { times: 20, seconds: 60 };

/**
 * Syncs the caller's own claims. For a client whose token does not reach its marker however often
 * it refreshes: a document that was there before its account, a restored account, claims that
 * somebody else overwrote. It derives from `users/{uid}` like every sync, so it grants nothing, and
 * it is open in a lockdown too.
 *
 * Answers a `SyncResult`. Errors: `unauthenticated`, `resource-exhausted`.
 */
export const syncMyClaims = onCall(
  limitCalls(RATE, async ({ auth }): Promise<SyncResult> => {
    if (auth === undefined) throw refusalError({ reason: 'signed-out' });
    const result = await syncUser(engine, auth.uid, {
      explains: () => false,
      actor: { kind: 'unknown', uid: null },
      reason: null,
      auditId: null,
    });
    log.claimsSynced(auth.uid, 'callable', result);
    const { changed, ...answer } = result;
    return answer;
  }),
);
