import { onUserCreated } from 'firebase-functions/identity';
import { db, engine } from '../firebase/engine.ts';
import * as log from '../log.ts';
import { OPTIONS } from '../options.ts';
import { accountCreated } from '../provision/account-created.ts';

/**
 * Follows the creation of an account, by whatever means it was made: what `provisionUser` could only
 * prepare is finished, and an edit that found no account to apply it to is applied. A failed run is
 * redelivered with backoff for 24 hours (`retry`). Accounts of tenants are none of ours.
 */
export const onAccountCreated = onUserCreated(
  { ...OPTIONS, retry: true },
  async ({ data, tenantId }) => {
    if (tenantId !== undefined) return;
    const { uid } = data;
    try {
      const outcome = await accountCreated({ db, engine }, uid);
      if (outcome !== null) log.claimsSynced(uid, 'trigger', outcome);
    } catch (error) {
      log.syncFailed(uid, error);
      throw error;
    }
  },
);
