import { errorCode } from '../../core/error-code.ts';
import { type RoleTable, refusalSentence, type SkippedAccount } from '../../core/index.ts';
import type { EditResult } from '../edit/edit.ts';
import type { UndoRefusal } from '../edit/undo.ts';

/**
 * Codes of faults that pass by themselves: of gRPC (Firestore) UNKNOWN, DEADLINE_EXCEEDED,
 * RESOURCE_EXHAUSTED, ABORTED, INTERNAL and UNAVAILABLE, which @google-cloud/firestore repeats
 * transactions for as well (transaction.js, isRetryableTransactionError); of firebase-admin the network's and Firebase
 * Auth's own. `auth/internal-error` is what the SDK calls every answer that it does not know.
 */
const PASSING = new Set<unknown>([
  2,
  4,
  8,
  10,
  13,
  14,
  'app/network-error',
  'app/network-timeout',
  'auth/internal-error',
  'auth/quota-exceeded',
  'auth/too-many-requests',
]);

/** What was in the way: `passing` when the same work can be expected to succeed later. */
export type Fault = 'passing' | 'lasting';

export function faultOf(error: unknown): Fault {
  return PASSING.has(errorCode(error)) ? 'passing' : 'lasting';
}

/** The error as it is stored and shown: a code to count by, and a sentence of at most 500 characters. */
export function skippedFor(error: unknown): SkippedAccount {
  const { code, name, message } = (error ?? {}) as Record<string, unknown>;
  return {
    code: String(code ?? name ?? 'error'),
    message: String(message ?? error).slice(0, 500),
  };
}

/**
 * Why an edit in a long work has skipped its account: a refusal, or claims that Firebase Auth does not take; null where
 * it was made, and where its author's session is not accepted any more, which ends the work.
 */
export function skippedBy(
  roles: RoleTable,
  result: EditResult | UndoRefusal,
): SkippedAccount | null {
  if ('sync' in result) {
    const { status, problem } = result.sync;
    return status === 'rejected' && problem
      ? { code: problem.code, message: problem.message }
      : null;
  }
  switch (result.outcome) {
    case 'unauthenticated':
      return null;
    case 'cannot-apply':
      return { code: result.problem.code, message: result.problem.message };
    default: {
      const code = result.outcome === 'forbidden' ? result.reason : result.outcome;
      return { code, message: refusalSentence(roles, code) };
    }
  }
}
