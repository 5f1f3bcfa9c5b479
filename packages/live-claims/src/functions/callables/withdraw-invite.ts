import { HttpsError } from 'firebase-functions/https';
import { appRoles, parseWithdrawInvite } from '../../core/index.ts';
import { db } from '../firebase/engine.ts';
import { guardCall } from '../guards/this-guard.ts';
import { withdrawInvite as takeBack } from '../invites/withdraw-invite.ts';
import * as log from '../log.ts';
import { parsed } from './apply-for.ts';
import { callable } from './callable.ts';
import { inviteError } from './invite-error.ts';

/**
 * Takes an open invite back, if one could have written it.
 *
 * Answers `{ inviteId }`. Errors: `unauthenticated` and `permission-denied` with `RefusalDetails` or
 * a `GrantRefusal` as `details.reason`; `invalid-argument`; `not-found` when it is not open (any more).
 */
export const withdrawInvite = callable(
  guardCall(
    { permission: appRoles.grantPermission, strength: 'now' },
    async ({ data }, { uid }): Promise<{ inviteId: string }> => {
      const { inviteId } = parsed(parseWithdrawInvite, data);
      const inviter = { kind: 'person', uid } as const;
      const order = { inviteId, inviter, now: Date.now() };
      const withdrawn = await takeBack({ db, roles: appRoles }, order);
      switch (withdrawn.outcome) {
        case 'refused':
          throw inviteError(uid, withdrawn.reason);
        case 'not-open':
          throw new HttpsError('not-found', 'This invite is not open any more.');
        case 'withdrawn':
          log.inviteWithdrawn(uid, inviteId);
          return { inviteId };
      }
    },
  ),
);
