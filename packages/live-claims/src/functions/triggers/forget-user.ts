import { onUserDeleted } from 'firebase-functions/identity';
import { auth, db, engine } from '../firebase/engine.ts';
import * as log from '../log.ts';
import { OPTIONS } from '../options.ts';
import { accountDeleted } from '../provision/account-deleted.ts';

/**
 * Follows the end of an account, whoever deleted it: its document goes as well. Firebase documents that
 * a deletion of many at once (`deleteUsers`) sends no events: those documents stay, see
 * docs/operations.md. Accounts of tenants are none of ours.
 */
export const forgetUser = onUserDeleted(
  { ...OPTIONS, retry: true },
  async ({ data, time, tenantId }) => {
    if (tenantId !== undefined) return;
    const { uid, email = null, metadata } = data;
    const { outcome, leavesNoOwner } = await accountDeleted(
      { auth, db, engine },
      {
        uid,
        email,
        createdAt: Date.parse(metadata?.creationTime ?? ''),
        deletedAt: Date.parse(time),
      },
    );
    if (outcome === 'deleted') log.personDeleted(null, uid);
    if (leavesNoOwner) log.noOwnerLeft(uid);
  },
);
