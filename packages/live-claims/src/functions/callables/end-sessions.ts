import { parseEndSessions, type SyncResult } from '../../core/index.ts';
import { refusalError } from '../guards/refusal-error.ts';
import { applyFor, parsed } from './apply-for.ts';
import { callable } from './callable.ts';

/** Each one stands in the audit log. */
const RATE = { times: 20, seconds: 60 };

/**
 * Signs somebody out everywhere: without `uid` oneself, which everybody may; others by rank. Sign-ins
 * of before this second are over for rules and guards as soon as the call is made. Answers a
 * `SyncResult`. Errors: `invalid-argument`, and those of `applyFor`.
 */
export const endSessions = callable(
  async (request): Promise<SyncResult> => {
    if (request.auth === undefined) throw refusalError({ reason: 'signed-out' });
    const { uid = request.auth.uid, reason } = parsed(parseEndSessions, request.data);
    return applyFor(request, { uid, edit: { endSessions: true }, reason });
  },
  { rate: RATE },
);
