import { parseRefusalDetails, type RefusalDetails } from '../core/challenge.ts';
import type { Milliseconds } from '../core/time.ts';
import type { RetryCondition, TokenInfo } from './with-fresh-claims.ts';

/**
 * Age in seconds up to which a token is young where a refusal has no reason: what the
 * security rules ask for with `tokenIsYoung()`.
 */
const YOUNG_SECONDS = 300;

/**
 * When it is worth running a refused operation again; null when no token helps. A refusal that does not say
 * why may come of old claims, or of an old token.
 *
 * @param since the token that the operation ran with.
 * @param now when the operation began, in milliseconds since the Unix epoch.
 */
export async function retryCondition(
  refused: unknown,
  since: TokenInfo,
  now: Milliseconds,
): Promise<RetryCondition | null> {
  const refusal = await readRefusal(refused);
  const isOld = now / 1000 - since.issuedAt > YOUNG_SECONDS;
  // The marker, and with it the claims, may have gone back.
  const isOther = (token: TokenInfo) => token.version !== since.version;
  const isYounger = (token: TokenInfo) => token.issuedAt > since.issuedAt;
  switch (refusal?.reason) {
    case undefined:
      return { challenged: false, isMet: (token) => isOther(token) || (isOld && isYounger(token)) };
    case 'token-stale': {
      const { version = 0 } = refusal;
      return { challenged: true, isMet: (token) => isOther(token) && token.version >= version };
    }
    case 'claims-shadowed':
      return { challenged: false, isMet: isOther };
    case 'token-too-old':
      return { challenged: true, isMet: isYounger };
    default:
      return null;
  }
}

/**
 * What a refusal says of itself: a callable's `details`, or an HTTP answer's challenge or JSON body.
 * Null when it says nothing that can be read, as with Firestore's `permission-denied`. An answer's
 * body is read from a copy and stays for the caller.
 *
 * @param refused an error, perhaps with a `response`, or a fetch `Response`.
 */
export async function readRefusal(refused: unknown): Promise<RefusalDetails | null> {
  const { details, response } = (refused ?? {}) as { details?: unknown; response?: unknown };
  const answer = [refused, response].find(isResponse);
  if (!answer) return parseRefusalDetails(details);
  const { headers } = answer;
  const challenge = readChallenge(headers.get('www-authenticate') ?? '');
  if (challenge || answer.bodyUsed || !headers.get('content-type')?.includes('json')) {
    return challenge;
  }
  const body = (await answer
    .clone()
    .json()
    .catch(() => null)) as { details?: unknown } | null;
  return parseRefusalDetails(body?.details);
}

const isResponse = (value: unknown): value is Response =>
  typeof Response !== 'undefined' && value instanceof Response;

/**
 * The challenge in a `WWW-Authenticate` header (RFC 6750, section 3); null when it asks for no newer
 * token. Another origin's scripts do not get to see the header, and read the body.
 */
function readChallenge(header: string): RefusalDetails | null {
  if (!/\berror="insufficient_claims"/.test(header)) return null;
  const figure = (name: string) => {
    const digits = new RegExp(`\\b${name}="?(\\d+)"?`).exec(header)?.[1];
    return digits === undefined ? undefined : Number(digits);
  };
  const version = figure('version');
  if (version !== undefined) return parseRefusalDetails({ reason: 'token-stale', version });
  const maxTokenAge = figure('max_token_age');
  return maxTokenAge === undefined ? null : { reason: 'token-too-old', maxTokenAge };
}
