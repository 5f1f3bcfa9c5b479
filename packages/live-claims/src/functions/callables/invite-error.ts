import { HttpsError } from 'firebase-functions/https';
import type { GrantRefusal } from '../../core/index.ts';
import * as log from '../log.ts';

/** What somebody reads who may not write or withdraw an invite, by rank. */
export function inviteError(actor: string, reason: GrantRefusal): HttpsError {
  log.inviteRefused(actor, reason);
  const sentence =
    reason === 'rank-too-low'
      ? 'You can only invite to roles below your own, and change invites to such roles.'
      : 'Your role does not allow you to invite people.';
  return new HttpsError('permission-denied', sentence, { reason });
}
