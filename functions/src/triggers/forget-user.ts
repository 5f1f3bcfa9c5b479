import { onUserDeleted } from 'firebase-functions/identity';
import { auth, db } from '../firebase/engine.ts';
import * as log from '../log.ts';
import { OPTIONS } from '../options.ts';
import { forgetPerson } from '../role-change/forget-person.ts';

/**
 * Follows the end of an account, by whatever means it was deleted: its document goes as well, so that
 * whoever is given this id again inherits nothing. The event may come late, and more than once: an
 * account that is there again is left alone.
 */
export const forgetUser = onUserDeleted(
  { ...OPTIONS, retry: true },
  async ({ data: { uid, email } }) => {
    const { notFound } = await auth.getUsers([{ uid }]);
    if (notFound.length === 0) return;
    const actor = { kind: 'unknown', uid: null } as const;
    const reason = 'The account was deleted.';
    const emails = email === undefined ? [] : [email];
    const forgotten = await forgetPerson(db, { uid, actor, reason, sparesRoles: false, emails });
    if (forgotten === 'deleted') log.personDeleted(null, uid);
  },
);
