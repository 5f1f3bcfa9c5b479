import { parseRefusalDetails, type RefusalDetails } from '../core/index.ts';

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
  if (answer === undefined) return parseRefusalDetails(details);
  return readChallenge(answer.headers.get('www-authenticate')) ?? readBody(answer);
}

const isResponse = (value: unknown): value is Response =>
  typeof Response !== 'undefined' && value instanceof Response;

/**
 * The challenge in a `WWW-Authenticate` header (RFC 6750, section 3); null when it asks for no newer
 * token. Another origin's scripts do not get to see the header, and read the body.
 */
function readChallenge(header: string | null): RefusalDetails | null {
  if (header === null || !/\berror="insufficient_claims"/.test(header)) return null;
  const figure = (name: string) => {
    const [, digits] = new RegExp(`\\b${name}="?(\\d+)"?`).exec(header) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  const version = figure('version');
  if (version !== undefined) return parseRefusalDetails({ reason: 'token-stale', version });
  const maxTokenAge = figure('max_token_age');
  return maxTokenAge === undefined ? null : { reason: 'token-too-old', maxTokenAge };
}

async function readBody(answer: Response): Promise<RefusalDetails | null> {
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  if (!isJson || answer.bodyUsed) return null;
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  return parseRefusalDetails((body as { details?: unknown } | null)?.details);
}
