import type { RefusalDetails } from '../core/index.ts';
import { challengeHeader, httpStatus, refusalBody } from '../functions/guards/refusal.ts';

/** For every answer of ours: no cache keeps it, or gives one account's to another. */
const HEADERS = { 'Cache-Control': 'private, no-store', Vary: 'Authorization, Cookie' };

/** An answer with JSON. */
export function answer(
  status: number,
  body: object,
  headers: Record<string, string> = {},
): Response {
  const response = Response.json(body, { status, headers });
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  response.headers.set('X-Content-Type-Options', 'nosniff');
  return response;
}

/** 401 or 403, the challenge in its header (RFC 6750), and the sentence and the details as JSON. */
export function refuseAsJson(details: RefusalDetails): Response {
  const challenge = challengeHeader(details);
  return answer(
    httpStatus(details),
    refusalBody(details),
    challenge === null ? {} : { 'WWW-Authenticate': challenge },
  );
}

/** The answer, kept out of shared caches unless it says itself what may be done with it. */
export function keptPrivate(response: Response): Response {
  if (response.headers.has('Cache-Control')) return response;
  // The headers of a redirect, or of what `fetch` brought, cannot be changed.
  const own = new Response(response.body, response);
  own.headers.set('Cache-Control', HEADERS['Cache-Control']);
  own.headers.append('Vary', HEADERS.Vary);
  return own;
}
