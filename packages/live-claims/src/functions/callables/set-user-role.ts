import { HttpsError } from 'firebase-functions/https';
import { parseSetUserRole, type SyncResult } from '../../core/index.ts';
import { engine } from '../firebase/engine.ts';
import { applyFor, parsed } from './apply-for.ts';
import { callable } from './callable.ts';

/**
 * Changes a person's role and applies it at once; with `endSessions` it signs them out everywhere in
 * the same edit. Answers a `SyncResult`. Errors: `invalid-argument`, and those of `applyFor`.
 */
export const setUserRole = callable(async (request): Promise<SyncResult> => {
  const { uid, reason, expected, ...edit } = parsed(
    (data) => parseSetUserRole(engine.roles, data),
    request.data,
  );
  if (edit.expiresAt != null && edit.expiresAt <= Date.now()) {
    throw new HttpsError('invalid-argument', 'expiresAt must be in the future.');
  }
  return applyFor(request, { uid, edit, expected, reason });
});
