import { randomUUID } from 'node:crypto';
import { HttpsError } from 'firebase-functions/https';
import type { SyncResult } from '../../core/index.ts';
import { auth, db, engine } from '../firebase/engine.ts';
import { guardCall } from '../guards/this-guard.ts';
import { acceptInvite as takeInvite } from '../invites/accept-invite.ts';
import * as log from '../log.ts';
import { readAccount } from '../provision/known-account.ts';
import { callable } from './callable.ts';

/** Each call asks Firebase Auth and looks for invites. */
const RATE = { times: 20, seconds: 60 };

/**
 * Gives the caller the role of an open invite to their e-mail address, if Firebase Auth says at this
 * moment that it is verified; a token may have been issued for an earlier address. For people who
 * signed up before they were invited or before they had proved their address. Raises a role, never
 * lowers one.
 *
 * Answers a `SyncResult` with `taken`: whether there was an invite that gave something; it is no
 * error when there was none. Errors: `unauthenticated` and `permission-denied` with `RefusalDetails`;
 * `failed-precondition` without a verified address, whether or not somebody has invited it;
 * `resource-exhausted`.
 */
export const acceptInvite = callable(
  guardCall(
    { permission: null, strength: 'now' },
    async (_, { uid }): Promise<SyncResult & { taken: boolean }> => {
      const { email, ...profile } = await verifiedAccount(uid);
      const acceptance = { uid, email, profile, changeId: randomUUID(), now: Date.now() };
      const { inviteId, sync } = await takeInvite({ db, engine }, acceptance);
      if (inviteId !== null) log.inviteAccepted(uid, inviteId, sync.role);
      log.claimsSynced(uid, 'callable', sync);
      const { changed, ...answer } = sync;
      return { ...answer, taken: inviteId !== null };
    },
  ),
  { rate: RATE },
);

/** The caller's account, whose address they have proved to own. @throws {HttpsError} `failed-precondition`. */
async function verifiedAccount(uid: string) {
  const account = await readAccount(auth, { uid });
  if (account?.email != null && account.emailVerified && !account.disabled) {
    const { email, displayName, photoURL } = account;
    return { email, displayName, photoURL };
  }
  throw new HttpsError('failed-precondition', 'Verify your e-mail address first.', {
    reason: 'email-not-verified',
  });
}
