import {
  type CallableFunction,
  type CallableOptions,
  type CallableRequest,
  HttpsError,
  onCall,
} from 'firebase-functions/https';
import { refusalError } from '../guards/callable.ts';
import { callerOf } from '../guards/check-access.ts';
import type { Rate } from '../guards/rate-limit.ts';
import { limitCalls } from '../guards/rate-limit.ts';
import type { Host } from '../host.ts';

/** Makes callables: see `createCallable`. */
export type Callable = <Data, Result>(
  handler: (request: CallableRequest<Data>) => Promise<Result>,
  options?: CallableOptions & { readonly rate?: Rate },
) => CallableFunction<Data, Promise<Result>>;

/**
 * Makes callable functions, as all of ours are: it bounds how often an account calls, has nothing to do with ids
 * that lead elsewhere and accounts of tenants, and says of locks and full documents what they are.
 *
 * Each takes a `rate`, calls of one account, beyond which the answer is `resource-exhausted`: 120 a minute
 * unless given.
 *
 * @example const doIt = createCallable(host)(guardCall(requires('x', { check: 'document' }), async () => {}));
 */
export function createCallable({
  config,
  options: ofHost,
}: Pick<Host, 'config' | 'options'>): Callable {
  const usual = { times: config.limits.callsPerMinute, seconds: 60 };
  return <Data, Result>(
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
    return onCall<Data, Promise<Result>>({ ...ofHost, ...options }, limitCalls(rate, answer));
  };
}

/** What Firestore's errors mean to a caller; null for one that has no meaning to them. */
function errorOfFirestore(error: unknown): HttpsError | null {
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  if (code === ABORTED) {
    return new HttpsError('aborted', 'Somebody else is changing the same. Try again in a minute.');
  }
  if (code === INVALID_ARGUMENT && /maximum allowed size|too large|exceeds/i.test(message)) {
    return new HttpsError(
      'failed-precondition',
      'The document of this person is full (1 MiB). Remove something from it first.',
    );
  }
  return null;
}

// google.rpc.Code
const INVALID_ARGUMENT = 3;
/** Firestore gave up waiting for somebody else's lock: another change, or one that died half way. */
const ABORTED = 10;
