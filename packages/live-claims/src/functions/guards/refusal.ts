import {
  type AccessRefusal,
  accessRefusalSentence,
  type RefusalDetails,
} from '../../core/index.ts';

/** Refusals that another token or another sign-in can answer. */
const UNAUTHENTICATED: ReadonlySet<AccessRefusal> = new Set([
  'signed-out',
  'session-revoked',
  'sign-in-too-old',
  'token-stale',
  'token-too-old',
]);

/** The code of a callable's error, a name of `google.rpc.Code`. */
export function callableCode({ reason }: RefusalDetails): 'unauthenticated' | 'permission-denied' {
  return UNAUTHENTICATED.has(reason) ? 'unauthenticated' : 'permission-denied';
}

/** The HTTP status: 401 where another token or sign-in would help, else 403. */
export function httpStatus({ reason }: RefusalDetails): 401 | 403 {
  return UNAUTHENTICATED.has(reason) ? 401 : 403;
}

/**
 * The header `WWW-Authenticate` that a 401 must have (RFC 9110, 11.6.1); null for a 403. The error
 * codes are those of RFC 6750 and, for a challenge, `insufficient_claims` with what the next token
 * has to reach: `version`, or `max_token_age` in seconds.
 */
export function challengeHeader(details: RefusalDetails): string | null {
  switch (details.reason) {
    case 'signed-out':
      return 'Bearer';
    case 'session-revoked':
    case 'sign-in-too-old':
      return 'Bearer error="invalid_token"';
    case 'token-stale':
      return `Bearer error="insufficient_claims", version="${details.version}"`;
    case 'token-too-old':
      return `Bearer error="insufficient_claims", max_token_age="${details.maxTokenAge}"`;
    default:
      return null;
  }
}

/** The JSON body that goes with a refusal. */
export interface RefusalBody {
  readonly error: string;
  readonly details: RefusalDetails;
}

export function refusalBody(details: RefusalDetails): RefusalBody {
  return { error: accessRefusalSentence(details.reason), details };
}
