import type { RefusalDetails } from '../../core/index.js';
export declare function refusalSentence({ reason }: RefusalDetails): string;
/** The code of a callable's error, a name of `google.rpc.Code`. */
export declare function callableCode({ reason }: RefusalDetails): 'unauthenticated' | 'permission-denied';
/** The HTTP status: 401 where another token or sign-in would help, else 403. */
export declare function httpStatus({ reason }: RefusalDetails): 401 | 403;
/**
 * The header `WWW-Authenticate` that a 401 must have (RFC 9110, 11.6.1); null for a 403. The error
 * codes are those of RFC 6750 and, for a challenge, `insufficient_claims` with what the next token
 * has to reach: `version`, or `max_token_age` in seconds.
 */
export declare function challengeHeader(details: RefusalDetails): string | null;
/** The JSON body that goes with a refusal. */
export interface RefusalBody {
    readonly error: string;
    readonly details: RefusalDetails;
}
export declare function refusalBody(details: RefusalDetails): RefusalBody;
