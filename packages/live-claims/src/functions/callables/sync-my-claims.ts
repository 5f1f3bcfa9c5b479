import type { SyncResult } from '../../core/index.ts';
import { auth as accounts, db, engine } from '../firebase/engine.ts';
import { callerOf } from '../guards/check-access.ts';
import { refusalError } from '../guards/refusal-error.ts';
import * as log from '../log.ts';
import { ensureDocument } from '../provision/ensure-document.ts';
import { syncUser } from '../sync/sync-user.ts';
import { callable } from './callable.ts';

/** A client asks once for each version of its marker; more is a client gone wild. */
const RATE = { times: 20, seconds: 60 };

/**
 * Syncs the caller's own claims. For a client that has no marker, or whose token does not reach it
 * however often it refreshes: a document that was there before its account, a restored account, claims
 * that somebody else overwrote. It derives from `users/{uid}` like every sync, so it grants nothing,
 * and it is open in a lockdown too.
 *
 * An account that no blocking function has seen, and about which nobody has decided anything, gets
 * here what it would have got by signing up: see `ensureDocument`.
 *
 * Answers a `SyncResult`. Errors: `unauthenticated`, `resource-exhausted`.
 */
export const syncMyClaims = callable(
  async ({ auth }): Promise<SyncResult> => {
    const caller = auth === undefined ? null : callerOf(auth.token);
    if (auth === undefined || caller === null) throw refusalError({ reason: 'signed-out' });
    const { uid } = caller;
    const isGuest = auth.token.firebase.sign_in_provider === 'anonymous';
    const given = await ensureDocument({ auth: accounts, db, engine }, uid, { isGuest });
    if (given !== null) log.accountProvisioned(uid, given.role, given.inviteId);
    const result = await syncUser(engine, uid);
    log.claimsSynced(uid, 'callable', result);
    const { changed, ...answer } = result;
    return answer;
  },
  { rate: RATE },
);
