import { randomUUID } from 'node:crypto';
import { type CallableRequest, HttpsError } from 'firebase-functions/https';
import type { ExpectedAccess, GrantRefusal, SyncResult } from '../../core/index.ts';
import { refusalError } from '../guards/callable.ts';
import { callerOf } from '../guards/check-access.ts';
import * as log from '../log.ts';
import type { Project } from '../project.ts';
import { listAccount } from '../provision/list-account.ts';
import { applyChange, type CommitChange } from '../role-change/apply-change.ts';
import {
  changePerson,
  type PersonChange,
  type PersonEdit,
  refuseActor,
} from '../role-change/change-person.ts';

/** An edit of somebody's access that a caller asks for. */
export interface EditOrder {
  readonly uid: string;
  readonly edit: PersonEdit;
  readonly expected?: ExpectedAccess | undefined;
  readonly reason?: string | null | undefined;
}

/**
 * Makes the edit for the caller, if their rank allows it, and applies it: when this resolves, new
 * tokens carry it and the marker is out. Who may do it is decided by the caller's document, never by
 * their token.
 *
 * @throws {HttpsError} `unauthenticated` and `permission-denied` with `RefusalDetails`; `not-found`
 *   (no such person); `aborted` (somebody else is at it; try again), with `ChangedMeanwhile` and the reason
 *   `changed-meanwhile` where the caller saw something else; `permission-denied` and
 *   `failed-precondition` with a `GrantRefusal` as `details.reason`.
 */
export async function applyFor(
  project: Project,
  { auth }: CallableRequest,
  { uid, edit, expected, reason }: EditOrder,
): Promise<SyncResult> {
  const caller = auth === undefined ? null : callerOf(auth.token);
  if (caller === null) throw refusalError({ reason: 'signed-out' });
  const actor = caller.uid;
  const order = { actor, caller, uid, edit, expected, reason };
  const change: PersonChange = { ...order, changeId: randomUUID(), now: Date.now() };
  const { store, engine } = project;
  const commit: CommitChange = (roles, order) => changePerson(store, roles, order);
  let result =
    (await refuseActor(store, engine.roles, change)) ?? (await applyChange(engine, commit, change));
  // Somebody who may do this asks for an account that nobody has listed yet.
  if (result.outcome === 'no-such-person' && (await listAccount(project, uid))) {
    result = await applyChange(engine, commit, change);
  }
  switch (result.outcome) {
    case 'turned-away':
      log.personChangeRefused(actor, uid, result.refusal.reason);
      throw refusalError(result.refusal);
    case 'refused':
      log.personChangeRefused(actor, uid, result.reason);
      throw rankError(result.reason);
    case 'no-such-person':
      log.personChangeRefused(actor, uid, result.outcome);
      throw new HttpsError('not-found', 'There is no such person. They may have been deleted.');
    case 'changed-meanwhile': {
      log.personChangeRefused(actor, uid, result.outcome);
      const { outcome: reason, ...details } = result;
      throw new HttpsError('aborted', 'Somebody else has changed this person meanwhile.', {
        reason,
        ...details,
      });
    }
    case 'written':
      log.personChanged(actor, uid, edit);
  }
  const { changed, ...answer } = result.sync;
  log.claimsSynced(uid, 'callable', result.sync);
  return answer;
}

/** Reads a request. @throws {HttpsError} `invalid-argument`, naming the field. */
export function parsed<Request>(parse: (data: unknown) => Request, data: unknown): Request {
  try {
    return parse(data);
  } catch (error) {
    throw new HttpsError('invalid-argument', (error as Error).message);
  }
}

const REFUSALS: Readonly<Record<GrantRefusal, string>> = {
  'not-allowed': 'Your role does not allow you to change the access of others.',
  'own-role': 'Nobody can change their own access. Ask somebody of a higher rank.',
  'rank-too-low': 'You can only change people below your own rank, and only to roles below it.',
  'beyond-own-end': 'You have your own role for a time, and can give one until then at most.',
  'last-owner': 'This is the last owner without an end. Make somebody else one first.',
};

function rankError(reason: GrantRefusal): HttpsError {
  const code = reason === 'last-owner' ? 'failed-precondition' : 'permission-denied';
  return new HttpsError(code, REFUSALS[reason], { reason });
}
