import { type CallableRequest, HttpsError } from 'firebase-functions/https';
import { accountRate, type Rate, TOO_OFTEN } from './account-rate.ts';

/**
 * Lets each account call at the rate, and refuses the rest with `resource-exhausted`. For what every
 * signed-in account may call.
 *
 * @example export const sync = onCall(limitCalls({ times: 10, seconds: 60 }, handler));
 */
export function limitCalls<Data, Result>(
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
