import { appRoles, type FoundAccount, parseFindAccount, userPath } from '../../core/index.ts';
import { auth, db } from '../firebase/engine.ts';
import { guardCall } from '../guards/this-guard.ts';
import { readAccount } from '../provision/known-account.ts';
import { parsed } from './apply-for.ts';
import { callable } from './callable.ts';

/** Looking for people one by one is quick work for a person; trying out addresses is not. */
const RATE = { times: 30, seconds: 60 };

/**
 * Finds an account by its exact address or id, however it came to be: accounts that the console, the
 * Admin SDK, an import or a custom token made have no document before their first visit, so nobody
 * sees them in a list. For whoever may give roles.
 *
 * Answers a `FoundAccount`, or null. Errors: `unauthenticated` and `permission-denied` with
 * `RefusalDetails`; `invalid-argument`; `resource-exhausted`.
 */
export const findAccount = callable(
  guardCall(
    { permission: appRoles.grantPermission, strength: 'now' },
    async ({ data }): Promise<FoundAccount | null> => {
      const account = await readAccount(auth, parsed(parseFindAccount, data));
      if (account === null) return null;
      const { uid, email, emailVerified, displayName, disabled } = account;
      const hasDocument = (await db.doc(userPath(uid)).get()).exists;
      return { uid, email, emailVerified, displayName, disabled, hasDocument };
    },
  ),
  { rate: RATE },
);
