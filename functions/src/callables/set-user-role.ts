import { randomUUID } from 'node:crypto';
import {
  type GrantRefusal,
  parseSetUserRole,
  type SetUserRoleRequest,
  type SyncResult,
} from '@live-claims/contract';
import { type CallableRequest, HttpsError, onCall } from 'firebase-functions/https';
import { db, engine } from '../firebase/engine.ts';
import * as log from '../log.ts';
import { changeRole } from '../role-change/change-role.ts';
import { type CommitRoleChange, setRole } from '../role-change/set-role.ts';

/**
 * Changes a person's role and applies it at once: when the call returns, new tokens carry the role
 * and the marker is out. Who may do it is decided by the actor's document, never by their token.
 *
 * Answers a `SyncResult`. Errors: `unauthenticated`, `invalid-argument`, `not-found` (no such
 * person), `aborted` (somebody else is at it; try again), `permission-denied` and
 * `failed-precondition` with a `GrantRefusal` as `details.reason`.
 */
export const setUserRole = onCall(async (request): Promise<SyncResult> => {
  if (request.auth === undefined) throw new HttpsError('unauthenticated', 'Sign in first.');
  const actor = request.auth.uid;
  const { uid, role, expiresAt } = parse(request);
  if (expiresAt != null && expiresAt <= Date.now()) {
    throw new HttpsError('invalid-argument', 'expiresAt must be in the future.');
  }

  const change = { actor, uid, role, expiresAt, changeId: randomUUID(), now: Date.now() };
  const result = await setRole(engine, commit, change);
  if (result.outcome === 'refused') throw refusal(actor, uid, result.reason);
  if (result.outcome === 'no-such-person') {
    log.roleChangeRefused(actor, uid, 'no-such-person');
    throw new HttpsError('not-found', 'There is no such person. They may have been deleted.');
  }
  if (result.outcome === 'written') log.roleChanged(actor, uid, role);
  const { changed, ...answer } = result.sync;
  log.claimsSynced(uid, 'callable', result.sync);
  return answer;
});

/** Firestore gave up waiting for somebody else's lock: another change, or one that died half way. */
const ABORTED = 10; // google.rpc.Code

const commit: CommitRoleChange = async (roles, change) => {
  try {
    return await changeRole(db, roles, change);
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== ABORTED) throw error;
    throw new HttpsError(
      'aborted',
      'Somebody else is changing this person. Try again in a minute.',
    );
  }
};

function parse(request: CallableRequest): SetUserRoleRequest {
  try {
    return parseSetUserRole(engine.roles, request.data);
  } catch (error) {
    throw new HttpsError('invalid-argument', (error as Error).message);
  }
}

const REFUSALS: Readonly<Record<GrantRefusal, string>> = {
  'not-allowed': 'Your role does not allow you to change roles.',
  'own-role': 'Nobody can change their own role. Ask somebody of a higher rank.',
  'rank-too-low': 'You can only change people below your own rank, and only to roles below it.',
  'last-owner': 'This is the last owner without an end. Make somebody else one first.',
};

function refusal(actor: string, uid: string, reason: GrantRefusal): HttpsError {
  log.roleChangeRefused(actor, uid, reason);
  const code = reason === 'last-owner' ? 'failed-precondition' : 'permission-denied';
  return new HttpsError(code, REFUSALS[reason], { reason });
}
