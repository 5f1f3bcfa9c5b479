import { parseSetUserDisabled, type SyncResult } from '@live-claims/contract';
import { onCall } from 'firebase-functions/https';
import { applyFor, parsed } from './apply-for.ts';

/**
 * Disables an account, or enables it again with the role that its document still says. Answers a
 * `SyncResult`. Errors: `invalid-argument`, and those of `applyFor`.
 */
export const setUserDisabled = onCall(async (request): Promise<SyncResult> => {
  const { uid, reason, ...edit } = parsed(parseSetUserDisabled, request.data);
  return applyFor(request, { uid, edit, reason });
});
