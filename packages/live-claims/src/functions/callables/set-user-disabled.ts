import { parseSetUserDisabled, type SyncResult } from '../../core/index.ts';
import { auth, engine } from '../firebase/engine.ts';
import { syncUser } from '../sync/sync-user.ts';
import { applyFor, parsed } from './apply-for.ts';
import { callable } from './callable.ts';

/**
 * Disables an account, or enables it again with the role that its document still says; also one that was
 * disabled in the Firebase console. Answers a `SyncResult`. Errors: `invalid-argument`, and those of
 * `applyFor`.
 */
export const setUserDisabled = callable(async (request): Promise<SyncResult> => {
  const { uid, reason, expected, ...edit } = parsed(parseSetUserDisabled, request.data);
  const result = await applyFor(request, { uid, edit, expected, reason });
  if (edit.disabled || !(await isDisabled(uid))) return result;
  // By Firebase Auth alone: the document has nothing to take back.
  await auth.updateUser(uid, { disabled: false });
  const { changed, ...enabled } = await syncUser(engine, uid);
  return enabled;
});

async function isDisabled(uid: string): Promise<boolean> {
  const { users } = await auth.getUsers([{ uid }]);
  return users[0]?.disabled === true;
}
