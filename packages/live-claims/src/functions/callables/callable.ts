import { randomUUID } from 'node:crypto';
import {
  type CallableFunction,
  type CallableOptions,
  type CallableRequest,
  HttpsError,
  onCall,
} from 'firebase-functions/https';
import { type ChangeResult, type RoleTable, refusalSentence } from '../../core/index.ts';
import type { EditOrder, EditRefusal } from '../edit/order.ts';
import type { UndoRefusal } from '../edit/undo.ts';
import { accountRate, type Rate, TOO_OFTEN } from '../guards/account-rate.ts';
import { refusalError } from '../guards/callable.ts';
import { callerOf } from '../guards/check-access.ts';
import type { FunctionName, Host } from '../host.ts';
import * as log from '../log.ts';
import type { Project } from '../project.ts';
import { editListed } from '../provision/ensure-document.ts';

/** Makes callables: see `createCallable`. */
export type Callable = <Data, Result>(
  name: FunctionName,
  handler: (request: CallableRequest<Data>) => Promise<Result>,
  options?: CallableOptions & { readonly rate?: Rate },
) => CallableFunction<Data, Promise<Result>>;

/**
 * Makes callable functions, as all of ours are: it bounds how often an account calls, has nothing to do with ids
 * that lead elsewhere and accounts of tenants, and says of locks and full documents what they are.
 *
 * Each takes a `rate`, calls of one account, beyond which the answer is `resource-exhausted`:
 * `limits.callsPerMinute` unless given.
 *
 * @example const doIt = createCallable(host)('findAccount', guardCall(requires('x', { check: 'document' }), async () => {}));
 */
export function createCallable({
  config,
  optionsOf,
}: Pick<Host, 'config' | 'optionsOf'>): Callable {
  const usual = { times: config.limits.callsPerMinute, seconds: 60 };
  return <Data, Result>(
    name: FunctionName,
    handler: (request: CallableRequest<Data>) => Promise<Result>,
    { rate = usual, ...options }: CallableOptions & { readonly rate?: Rate } = {},
  ) => {
    const answer = async (request: CallableRequest<Data>): Promise<Result> => {
      const { auth } = request;
      if (auth !== undefined && callerOf(auth.token) === null) {
        throw refusalError({ reason: 'signed-out' });
      }
      try {
        return await handler(request);
      } catch (error) {
        throw errorOfFirestore(error) ?? error;
      }
    };
    return onCall<Data, Promise<Result>>(
      { ...optionsOf(name), ...options },
      limitCalls(rate, answer),
    );
  };
}

/**
 * Lets each account call at the rate, and refuses the rest with `resource-exhausted`. For what every
 * signed-in account may call.
 */
function limitCalls<Data, Result>(
  rate: Rate,
  handler: (request: CallableRequest<Data>) => Promise<Result>,
): (request: CallableRequest<Data>) => Promise<Result> {
  const over = accountRate(rate);
  return async (request) => {
    const { auth } = request;
    if (auth !== undefined && (await over(auth.uid)) !== null) {
      throw new HttpsError('resource-exhausted', TOO_OFTEN);
    }
    return handler(request);
  };
}

/** What Firestore's errors mean to a caller; null for one that has no meaning to them. */
function errorOfFirestore(error: unknown): HttpsError | null {
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  if (code === ABORTED) {
    return new HttpsError(
      'aborted',
      'Another change of the same is in progress. Try again in a minute.',
    );
  }
  if (
    code === INVALID_ARGUMENT &&
    /maximum (allowed|entity) size|too large|exceeds/i.test(message)
  ) {
    return new HttpsError(
      'failed-precondition',
      'The document of this user is full (1 MiB). Remove something from it first.',
    );
  }
  return null;
}

// google.rpc.Code
const INVALID_ARGUMENT = 3;
/** Firestore gave up waiting for a lock: of another change, or of one that crashed. */
const ABORTED = 10;

/**
 * Makes an edit for the caller, if their rank allows it, and applies it: when this resolves, new
 * tokens carry it and the marker is written. The permission is decided by the caller's document, never by
 * their token.
 *
 * @throws {HttpsError} `unauthenticated` and `permission-denied` with `RefusalDetails`; `not-found`
 *   (no such person); `aborted` (another edit is under way; try again), with `ChangedMeanwhile` and the reason
 *   `changed-meanwhile` where the caller saw something else; `permission-denied` and
 *   `failed-precondition` with a `GrantRefusal` as `details.reason`; `failed-precondition` with the reason
 *   `cannot-apply` and the `Problem` where no claims could be made of it.
 */
export async function applyFor(
  project: Project,
  { auth }: CallableRequest,
  ask: Pick<EditOrder, 'uid' | 'edit' | 'expected' | 'reason'>,
): Promise<ChangeResult> {
  const caller = auth === undefined ? null : callerOf(auth.token);
  if (caller === null) throw refusalError({ reason: 'signed-out' });
  const by = { kind: 'person', caller } as const;
  const order: EditOrder = { ...ask, by, changeId: randomUUID(), now: Date.now() };
  const result = await editListed(project, order);
  if (!('sync' in result)) {
    log.personChangeRefused(caller.uid, ask.uid, reasonIn(result));
    throw errorOf(project.engine.roles, result);
  }
  if (result.outcome === 'written') log.personChanged(caller.uid, ask.uid, ask.edit);
  const { changed, ...answer } = result.sync;
  log.claimsSynced(ask.uid, 'callable', result.sync);
  return { ...answer, changeId: result.changeId };
}

/** The error of a change that is not made. */
export function errorOf(roles: RoleTable, result: EditRefusal | UndoRefusal): HttpsError {
  switch (result.outcome) {
    case 'unauthenticated':
      return refusalError(result.refusal);
    case 'forbidden': {
      const { reason } = result;
      const code = reason === 'last-owner' ? 'failed-precondition' : 'permission-denied';
      return new HttpsError(code, refusalSentence(roles, reason), { reason });
    }
    case 'no-such-person':
      return new HttpsError('not-found', refusalSentence(roles, result.outcome));
    case 'cannot-apply': {
      const { outcome: reason, problem } = result;
      return new HttpsError('failed-precondition', problem.message, { reason, problem });
    }
    case 'changed-meanwhile':
    case 'already-undone': {
      const { outcome: reason, ...details } = result;
      const code = reason === 'already-undone' ? 'failed-precondition' : 'aborted';
      return new HttpsError(code, refusalSentence(roles, reason), { reason, ...details });
    }
    case 'no-such-entry':
    case 'cannot-be-undone': {
      const { outcome: reason } = result;
      const code = reason === 'no-such-entry' ? 'not-found' : 'failed-precondition';
      return new HttpsError(code, refusalSentence(roles, reason), { reason });
    }
  }
}

/** The reason of a refusal, for the log of the functions. */
export function reasonIn(result: EditRefusal | UndoRefusal) {
  if (result.outcome === 'unauthenticated') return result.refusal.reason;
  return result.outcome === 'forbidden' ? result.reason : result.outcome;
}

/** Reads a request. @throws {HttpsError} `invalid-argument`, naming the field. */
export function parsed<Request>(parse: (data: unknown) => Request, data: unknown): Request {
  try {
    return parse(data);
  } catch (error) {
    throw new HttpsError('invalid-argument', (error as Error).message);
  }
}
