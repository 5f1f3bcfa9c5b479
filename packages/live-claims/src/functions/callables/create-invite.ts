import { HttpsError } from 'firebase-functions/https';
import { appRoles, parseCreateInvite } from '../../core/index.ts';
import { db } from '../firebase/engine.ts';
import { guardCall } from '../guards/this-guard.ts';
import { INVITES_PER_HOUR } from '../invites/allowance.ts';
import { createInvite as writeInvite } from '../invites/create-invite.ts';
import { endProblem } from '../invites/invite-terms.ts';
import * as log from '../log.ts';
import { parsed } from './apply-for.ts';
import { callable } from './callable.ts';
import { inviteError } from './invite-error.ts';

/**
 * Lets whoever proves to own an address have a role, for at most 30 days. By rank: a role below one's
 * own, and the top role any. An open invite to the same address is replaced. The answer is the same
 * whether or not somebody has an account with the address.
 *
 * Answers `{ inviteId }`. Errors: `unauthenticated` and `permission-denied` with `RefusalDetails` or
 * a `GrantRefusal` as `details.reason`; `invalid-argument`; `resource-exhausted` after 50 in an hour.
 */
export const createInvite = callable(
  guardCall(
    { permission: appRoles.grantPermission, strength: 'now' },
    async ({ data }, { uid }): Promise<{ inviteId: string }> => {
      const invite = parsed((raw) => parseCreateInvite(appRoles, raw), data);
      const now = Date.now();
      const problem = endProblem(invite.expiresAt, now);
      if (problem !== null) throw new HttpsError('invalid-argument', problem);

      const inviter = { kind: 'person', uid } as const;
      const created = await writeInvite({ db, roles: appRoles }, { ...invite, inviter, now });
      switch (created.outcome) {
        case 'refused':
          throw inviteError(uid, created.reason);
        case 'too-many':
          log.inviteRefused(uid, created.outcome);
          throw new HttpsError(
            'resource-exhausted',
            `Nobody can invite more than ${INVITES_PER_HOUR} people in an hour. Try again later.`,
          );
        case 'created':
          log.inviteCreated(uid, created.inviteId, invite.role);
          return { inviteId: created.inviteId };
      }
    },
  ),
);
