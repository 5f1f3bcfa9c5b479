import { HttpsError } from 'firebase-functions/https';
import { parseDeleteUser, type SyncResult } from '../../core/index.ts';
import { auth, db } from '../firebase/engine.ts';
import * as log from '../log.ts';
import { deleteAccount, forgetPerson } from '../role-change/forget-person.ts';
import { applyFor, parsed } from './apply-for.ts';
import { callable } from './callable.ts';

/** What is left of somebody whose document is gone already. */
const NOTHING: SyncResult = { version: 0, role: null, status: 'applied', problem: null };

/**
 * Deletes an account and its document. Role and sessions end first, so that a call that dies half
 * way leaves somebody without access, and the same call again does the rest. The marker stays, so
 * that whoever gets this id again starts behind it, with nothing. Answers a `SyncResult`. Errors:
 * `invalid-argument`, and those of `applyFor`.
 */
export const deleteUser = callable(async (request): Promise<SyncResult> => {
  const { uid, reason = null } = parsed(parseDeleteUser, request.data);
  const actor = request.auth?.uid ?? null;
  const edit = { role: null, endSessions: true };
  let missing: HttpsError | null = null;
  const answer = await applyFor(request, { uid, edit, reason }).catch((error: unknown) => {
    // The rank was looked at before the document was.
    if (!(error instanceof HttpsError) || error.code !== 'not-found') throw error;
    missing = error;
    return NOTHING;
  });
  const by = { kind: 'person', uid: actor } as const;
  const { users } = await auth.getUsers([{ uid }]);
  const emails = users.flatMap(({ email }) => email ?? []);
  const order = { uid, actor: by, reason, sparesRoles: true, emails };
  const { outcome } = await forgetPerson(db, order);
  if (outcome === 'spared') {
    throw new HttpsError('aborted', 'Somebody has just given this person a role. Try again.');
  }
  const deleted = await deleteAccount(auth, uid);
  if (missing !== null && !deleted) throw missing;
  log.personDeleted(actor, uid);
  return answer;
});
