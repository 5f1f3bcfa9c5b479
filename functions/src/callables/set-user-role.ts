import { parseSetUserRole, type SyncResult } from '@live-claims/contract';
import { HttpsError, onCall } from 'firebase-functions/https';
import { engine } from '../firebase/engine.ts';
import { applyFor, parsed } from './apply-for.ts';

/**
 * Changes a person's role and applies it at once; with `endSessions` it signs them out everywhere in
 * the same edit. Answers a `SyncResult`. Errors: `invalid-argument`, and those of `applyFor`.
 */
export const setUserRole = onCall(async (request): Promise<SyncResult> => {
  const { uid, reason, ...edit } = parsed(
    (data) => parseSetUserRole(engine.roles, data),
    request.data,
  );
  if (edit.expiresAt != null && edit.expiresAt <= Date.now()) {
    throw new HttpsError('invalid-argument', 'expiresAt must be in the future.');
  }
  return applyFor(request, { uid, edit, reason });
});
